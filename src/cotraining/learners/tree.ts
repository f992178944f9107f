// A decision tree: questions about one column at a time, until the rows of a leaf are alike.
import { checkLearner, untrained, type Learner, type LearnerOptions } from "../learner";
import { expected } from "../../errors";
import { classWeights, features, totals, type Features } from "../table";

/** How a tree grows. */
export interface TreeOptions extends LearnerOptions {
  /** Questions from the root to a leaf, at most. Default 10. */
  depth?: number;
  /** Rows in a leaf, at least. Default 1. */
  leaf?: number;
  /** Added to each class of a leaf, so that a leaf of one row is not certain (Laplace). 0 leaves shares. Default 1. */
  smoothing?: number;
}

type Node = { p: number[] } | { column: number; threshold: number; left: Node; right: Node };

/**
 * A classification tree (CART; Breiman et al. 1984). Each node asks x_j <= t where the Gini impurity,
 * sum over both sides of w (1 - sum_c p_c^2), falls most; t lies half way between two neighbouring values, and of equal
 * questions the first column's lowest counts. A leaf says p_c = (w_c + smoothing) / (w + smoothing * classes).
 *
 * @example
 * const learner = tree({ view: "x", target: "digit", classes: 10, depth: 8 });
 */
export function tree(o: TreeOptions): Learner {
  checkLearner("tree", o);
  checkGrowth(o);
  const { view, target, classes } = o;
  let root: Node | undefined;
  let width = 0;
  return {
    target,
    classes,
    async fit(data) {
      const weights = classWeights(data, target, classes);
      totals(weights, target, classes);
      const table = features(data, view);
      width = table.width;
      root = grow({ ...o, table, weights }, sortedRows(table, weights, classes), 0);
    },
    probabilities(data) {
      if (!root) throw untrained("tree");
      const asked = features(data, view);
      if (asked.width !== width) {
        throw expected(
          `${width} columns, as in training`,
          String(asked.width),
          "Give the same view.",
        );
      }
      return Array.from({ length: asked.size }, (_, row) => {
        let node = root!;
        while ("column" in node) {
          node = asked.x[row * width + node.column] <= node.threshold ? node.left : node.right;
        }
        return [...node.p];
      });
    },
  };
}

type Growing = TreeOptions & { table: Features; weights: Float32Array };

/** `order[j]` holds the rows of the node, sorted by column j; sorted once, later only parted. */
function grow(o: Growing, order: Uint32Array[], level: number): Node {
  const { table, depth = 10, smoothing = 1, classes } = o;
  const sums = sumsOf(o, order[0]);
  const weight = sums.reduce((a, b) => a + b, 0);
  const pure = sums.some((sum) => sum === weight);
  const question = pure || level >= depth ? undefined : bestQuestion(o, order, sums);
  if (!question) {
    return { p: sums.map((sum) => (sum + smoothing) / (weight + smoothing * classes)) };
  }
  const { column, threshold } = question;
  const isLeft = (row: number) => table.x[row * table.width + column] <= threshold;
  const left = order.map((rows) => rows.filter(isLeft));
  const right = order.map((rows) => rows.filter((row) => !isLeft(row)));
  return { column, threshold, left: grow(o, left, level + 1), right: grow(o, right, level + 1) };
}

/** The question after which sum_c l_c^2 / l + sum_c r_c^2 / r is largest, which is where impurity is least. */
function bestQuestion(o: Growing, order: readonly Uint32Array[], sums: readonly number[]) {
  const { table, weights, classes, leaf = 1 } = o;
  let best: { column: number; threshold: number } | undefined;
  let highest = -Infinity;
  order.forEach((rows, column) => {
    const left = new Float64Array(classes);
    for (let i = 0; i < rows.length - 1; i++) {
      for (let c = 0; c < classes; c++) left[c] += weights[rows[i] * classes + c];
      const [here, next] = [rows[i], rows[i + 1]].map((row) => table.x[row * table.width + column]);
      if (here === next || i + 1 < leaf || rows.length - i - 1 < leaf) continue;
      let [l, r, ll, rr] = [0, 0, 0, 0];
      for (let c = 0; c < classes; c++) {
        const rest = sums[c] - left[c];
        l += left[c];
        r += rest;
        ll += left[c] * left[c];
        rr += rest * rest;
      }
      const score = ll / l + rr / r;
      // Sums of float32 weights in another order differ by rounding; that must not choose a question.
      if (score <= highest + 1e-9 * (l + r)) continue;
      highest = score;
      best = { column, threshold: (here + next) / 2 };
    }
  });
  return best;
}

function sumsOf({ weights, classes }: Growing, rows: Uint32Array): number[] {
  const sums = Array<number>(classes).fill(0);
  for (const row of rows) for (let c = 0; c < classes; c++) sums[c] += weights[row * classes + c];
  return sums;
}

/** For each column the labelled rows, smallest value first. */
function sortedRows({ x, width, size }: Features, weights: Float32Array, classes: number) {
  const labelled = Uint32Array.from(Array(size).keys()).filter((row) =>
    weights.subarray(row * classes, (row + 1) * classes).some((weight) => weight > 0),
  );
  return Array.from({ length: width }, (_, j) =>
    labelled.slice().sort((a, b) => x[a * width + j] - x[b * width + j] || a - b),
  );
}

function checkGrowth({ depth, leaf, smoothing }: TreeOptions): void {
  for (const [name, value] of Object.entries({ depth, leaf })) {
    if (value === undefined || (value >= 1 && (value === Infinity || Number.isInteger(value)))) {
      continue;
    }
    throw expected(`${name} to be a whole number from 1 up`, String(value), "Correct it.");
  }
  if (smoothing === undefined || smoothing >= 0) return;
  throw expected("smoothing from 0 up", String(smoothing), "Try 1.");
}
