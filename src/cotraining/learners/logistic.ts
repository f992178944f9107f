// Logistic regression: a linear score per class, and a bound on how large its weights grow.
import { checkLearner, untrained, type Learner, type LearnerOptions } from "../learner";
import { classWeights, features, softmax, totals, type Features } from "../table";
import { lbfgs, type Smooth } from "./lbfgs";

/**
 * Logistic regression with an L2 penalty: minimises c * sum_i CE(y_i, softmax(W x_i + b)) + ||W||^2 / 2 by L-BFGS. For
 * two classes there is a single score (class 0 stays at 0). Same loss as scikit-learn's LogisticRegression(C=c). Bring
 * features to a similar scale first.
 *
 * @example
 * const learner = logistic({ view: ["left", "right"], target: "digit", classes: 10 });
 */
export function logistic(o: LearnerOptions & { c?: number }): Learner {
  checkLearner("logistic", o);
  const { view, target, classes, c: strength = 1 } = o;
  const units = classes === 2 ? 1 : classes;
  let learned: Float64Array | undefined;
  return {
    target,
    classes,
    async fit(data) {
      const given = features(data, view);
      const weights = classWeights(data, target, classes);
      totals(weights, target, classes);
      const loss = penalisedLoss(sparse(given), weights, { classes, units, strength });
      learned = lbfgs(loss, new Float64Array(units * (given.width + 1)));
    },
    probabilities(data) {
      if (!learned) throw untrained("logistic");
      const rows = sparse(features(data, view));
      const z = new Float64Array(units);
      return Array.from({ length: rows.size }, (_, i) => {
        scores(learned!, rows, i, z);
        return softmax(units === 1 ? [0, z[0]] : [...z]);
      });
    },
  };
}

/** Rows without their zeros: row i has the values at from[i] to from[i + 1]. Word counts are mostly zeros. */
interface SparseRows {
  readonly size: number;
  readonly width: number;
  readonly from: Int32Array;
  readonly column: Int32Array;
  readonly value: Float32Array;
}

function sparse({ size, width, x }: Features): SparseRows {
  const count = x.reduce((sum, value) => sum + (value === 0 ? 0 : 1), 0);
  const from = new Int32Array(size + 1);
  const [column, value] = [new Int32Array(count), new Float32Array(count)];
  let at = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < width; j++) {
      if (x[i * width + j] === 0) continue;
      column[at] = j;
      value[at++] = x[i * width + j];
    }
    from[i + 1] = at;
  }
  return { size, width, from, column, value };
}

/** Writes a row's score for each unit into z; theta holds, per column, a weight for each unit, and last the constants. */
function scores(theta: Float64Array, rows: SparseRows, i: number, z: Float64Array): void {
  const { width, from, column, value } = rows;
  const units = z.length;
  for (let u = 0, at = width * units; u < units; u++) z[u] = theta[at + u];
  for (let k = from[i], end = from[i + 1]; k < end; k++) {
    const x = value[k];
    for (let u = 0, at = column[k] * units; u < units; u++) z[u] += theta[at + u] * x;
  }
}

/** The mean cross entropy over weighted rows, and the penalty; loops write into the same arrays, as this is all the time. */
function penalisedLoss(
  rows: SparseRows,
  weights: Float32Array,
  { classes, units, strength }: { classes: number; units: number; strength: number },
): Smooth {
  const { size, width, from, column, value } = rows;
  const total = weights.reduce((a, b) => a + b, 0);
  const rowWeights = Float64Array.from({ length: size }, (_, i) =>
    weights.subarray(i * classes, (i + 1) * classes).reduce((a, b) => a + b, 0),
  );
  const z = new Float64Array(units);
  const first = classes - units; // Of two classes only the second has a score; the first stays at 0.
  const decay = 1 / (strength * total);
  return (theta, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (let i = 0; i < size; i++) {
      const weight = rowWeights[i];
      if (weight === 0) continue;
      scores(theta, rows, i, z);
      let highest = first === 1 ? 0 : -Infinity;
      for (let u = 0; u < units; u++) if (z[u] > highest) highest = z[u];
      let sum = first === 1 ? Math.exp(-highest) : 0;
      const own = i * classes + first;
      for (let u = 0; u < units; u++) {
        loss -= (weights[own + u] * z[u]) / total;
        z[u] = Math.exp(z[u] - highest);
        sum += z[u];
      }
      loss += (weight * (highest + Math.log(sum))) / total;
      // From here on z is the slope of the loss by each score.
      for (let u = 0, at = width * units; u < units; u++) {
        z[u] = ((weight * z[u]) / sum - weights[own + u]) / total;
        gradient[at + u] += z[u];
      }
      for (let k = from[i], end = from[i + 1]; k < end; k++) {
        const x = value[k];
        for (let u = 0, at = column[k] * units; u < units; u++) gradient[at + u] += z[u] * x;
      }
    }
    for (let at = 0; at < width * units; at++) {
      loss += (decay / 2) * theta[at] * theta[at];
      gradient[at] += decay * theta[at];
    }
    return loss;
  };
}
