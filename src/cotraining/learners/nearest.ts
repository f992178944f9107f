// Nearest neighbours: what the closest labelled rows say.
import { nearestTo } from "../distances";
import { checkLearner, untrained, type Learner, type LearnerOptions } from "../learner";
import { classWeights, features, totals, type Features } from "../table";

/**
 * k nearest neighbours (Fix and Hodges 1951): the class shares among the k labelled rows of smallest distance
 * sum_j |a_j - b_j|^power. Of rows equally far the earlier counts.
 *
 * @example
 * const learner = nearest({ view: "x", target: "moon", classes: 2, k: 3 });
 */
export function nearest(o: LearnerOptions & { k?: number; power?: number }): Learner {
  checkLearner("nearest", o);
  const { view, target, classes, k = 3, power = 2 } = o;
  let learned: { from: Features; weights: Float32Array; rows: number[] } | undefined;
  return {
    target,
    classes,
    async fit(data) {
      const weights = classWeights(data, target, classes);
      totals(weights, target, classes);
      const all = Array.from({ length: data.size }, (_, row) => row);
      const rows = all.filter((row) =>
        weights.subarray(row * classes, (row + 1) * classes).some((weight) => weight > 0),
      );
      learned = { from: features(data, view), weights, rows };
    },
    probabilities(data) {
      if (!learned) throw untrained("nearest");
      const { from, weights, rows } = learned;
      return neighbours(features(data, view), from, rows, { k, power }).map((near) => {
        const shares = Array<number>(classes).fill(0);
        for (const row of near) {
          for (let c = 0; c < classes; c++) shares[c] += weights[row * classes + c];
        }
        const sum = shares.reduce((a, b) => a + b, 0);
        return shares.map((share) => share / sum);
      });
    },
  };
}

/** For each row asked, the k of these rows of `from` that are closest, nearest first. */
function neighbours(
  asked: Features,
  from: Features,
  rows: readonly number[],
  { k, power }: { k: number; power: number },
): number[][] {
  if (power !== 2) {
    return Array.from({ length: asked.size }, (_, i) =>
      closest(asked, i, from, rows, { k, power }),
    );
  }
  const { width } = from;
  const x = new Float32Array(rows.length * width);
  rows.forEach((row, i) => x.set(from.x.subarray(row * width, (row + 1) * width), i * width));
  const near = nearestTo(asked, { size: rows.length, width, x }, k);
  return near.map((places) => places.map((place) => rows[place]));
}

/** The k of these rows of `from` that are closest to row i of `asked`, nearest first. */
export function closest(
  asked: Features,
  i: number,
  from: Features,
  rows: readonly number[],
  { k, power }: { k: number; power: number },
): number[] {
  const found: { row: number; far: number }[] = [];
  for (const row of rows) {
    const far = distance(asked, i, from, row, power);
    if (found.length === k && far >= found[k - 1].far) continue;
    let at = found.length;
    while (at > 0 && found[at - 1].far > far) at--;
    found.splice(at, 0, { row, far });
    if (found.length > k) found.pop();
  }
  return found.map(({ row }) => row);
}

function distance(a: Features, i: number, b: Features, row: number, power: number): number {
  let sum = 0;
  for (let j = 0; j < a.width; j++) {
    const gap = Math.abs(a.x[i * a.width + j] - b.x[row * b.width + j]);
    sum += power === 2 ? gap * gap : gap ** power;
  }
  return sum;
}
