// Logistic regression: a linear score per class, and a bound on how large its weights grow.
import { checkLearner, untrained, type Learner, type LearnerOptions } from "../learner";
import { classWeights, features, softmax, totals, type Features } from "../table";
import { lbfgs } from "./lbfgs";

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
      const total = totals(weights, target, classes).reduce((a, b) => a + b, 0);
      const rows = sparse(given);
      const { width } = given;
      learned = lbfgs(
        (theta, gradient) => {
          gradient.fill(0);
          let loss = 0;
          for (let i = 0; i < given.size; i++) {
            const own = weights.subarray(i * classes, (i + 1) * classes);
            const weight = own.reduce((a, b) => a + b, 0);
            if (weight === 0) continue;
            const p = softmax(scores(theta, rows[i], width, units));
            for (let c = 0; c < classes; c++) {
              if (own[c] > 0) loss -= (own[c] * Math.log(Math.max(p[c], 1e-300))) / total;
            }
            for (let u = 0; u < units; u++) {
              const c = units === 1 ? 1 : u;
              const slope = (weight * p[c] - own[c]) / total;
              const from = u * (width + 1);
              for (let k = 0; k < rows[i].at.length; k++) {
                gradient[from + rows[i].at[k]] += slope * rows[i].value[k];
              }
              gradient[from + width] += slope;
            }
          }
          const decay = 1 / (strength * total);
          for (let at = 0; at < theta.length; at++) {
            if (at % (width + 1) === width) continue;
            loss += (decay / 2) * theta[at] ** 2;
            gradient[at] += decay * theta[at];
          }
          return loss;
        },
        new Float64Array(units * (width + 1)),
      );
    },
    probabilities(data) {
      if (!learned) throw untrained("logistic");
      const asked = features(data, view);
      return sparse(asked).map((row) => softmax(scores(learned!, row, asked.width, units)));
    },
  };
}

interface SparseRow {
  at: number[];
  value: number[];
}

/** Rows without their zeros: word counts are mostly zeros. */
function sparse({ size, width, x }: Features): SparseRow[] {
  return Array.from({ length: size }, (_, i) => {
    const row: SparseRow = { at: [], value: [] };
    for (let j = 0; j < width; j++) {
      const value = x[i * width + j];
      if (value === 0) continue;
      row.at.push(j);
      row.value.push(value);
    }
    return row;
  });
}

/** A score per class; of two classes the first is the yardstick. */
function scores(theta: Float64Array, row: SparseRow, width: number, units: number): number[] {
  const z = Array.from({ length: units }, (_, u) => {
    const from = u * (width + 1);
    let score = theta[from + width];
    for (let k = 0; k < row.at.length; k++) score += theta[from + row.at[k]] * row.value[k];
    return score;
  });
  return units === 1 ? [0, z[0]] : z;
}
