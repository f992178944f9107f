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

/** Writes a row's score for each unit into z; theta holds, per unit, a weight per column and then the constant. */
function scores(theta: Float64Array, rows: SparseRows, i: number, z: Float64Array): void {
  const { width, from, column, value } = rows;
  for (let u = 0; u < z.length; u++) {
    const start = u * (width + 1);
    let score = theta[start + width];
    for (let k = from[i]; k < from[i + 1]; k++) score += theta[start + column[k]] * value[k];
    z[u] = score;
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
  const z = new Float64Array(units);
  const first = classes - units; // Of two classes only the second has a score; the first stays at 0.
  const decay = 1 / (strength * total);
  return (theta, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (let i = 0; i < size; i++) {
      let weight = 0;
      for (let c = 0; c < classes; c++) weight += weights[i * classes + c];
      if (weight === 0) continue;
      scores(theta, rows, i, z);
      let highest = first === 1 ? 0 : -Infinity;
      for (let u = 0; u < units; u++) highest = Math.max(highest, z[u]);
      let sum = first === 1 ? Math.exp(-highest) : 0;
      for (let u = 0; u < units; u++) sum += Math.exp(z[u] - highest);
      const log = highest + Math.log(sum);
      loss += (weight * log) / total;
      for (let u = 0; u < units; u++) {
        const own = weights[i * classes + first + u];
        loss -= (own * z[u]) / total;
        const slope = (weight * Math.exp(z[u] - log) - own) / total;
        const start = u * (width + 1);
        for (let k = from[i]; k < from[i + 1]; k++) gradient[start + column[k]] += slope * value[k];
        gradient[start + width] += slope;
      }
    }
    for (let u = 0; u < units; u++) {
      for (let at = u * (width + 1), end = at + width; at < end; at++) {
        loss += (decay / 2) * theta[at] * theta[at];
        gradient[at] += decay * theta[at];
      }
    }
    return loss;
  };
}
