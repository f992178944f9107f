// What a linear model says of examples.
import { expected } from "../errors";
import { table, type LinearExamples } from "./examples";
import type { Linear } from "./fitLinear";

/**
 * Outputs of every task for every row: x.w_t + c_t, or with logLoss the chance of a 1. RangeError unless the inputs have
 * as many columns as the model has features.
 *
 * @example
 * const model = jointFeatures(train, { lambda: 0.1 });
 * const { price } = predictLinear(model, test.inputs);
 */
export function predictLinear(
  { tasks, weights, intercepts, link }: Linear,
  inputs: LinearExamples["inputs"],
): Record<string, number[]> {
  const { size, values } = table(inputs);
  const width = values.length / size;
  if (width !== weights.length) {
    throw expected(
      `${weights.length} columns`,
      String(width),
      "Give the inputs it was trained on.",
    );
  }
  const outputs = tasks.map((task, t) => {
    const column = Array.from({ length: size }, (_, row) => {
      let z = intercepts[t];
      for (let i = 0; i < width; i++) z += values[row * width + i] * weights[i][t];
      return link === "logistic" ? 1 / (1 + Math.exp(-z)) : z;
    });
    return [task, column] as const;
  });
  return Object.fromEntries(outputs);
}
