// Numbers in and out of a training step.
import * as tf from "@tensorflow/tfjs";
import { expected, list } from "../errors";
import type { At } from "./step";

export function vector(values: ArrayLike<number>): tf.Tensor1D {
  return tf.tensor1d(Float32Array.from(values));
}

/** The losses as numbers, which must be finite. */
export function read(losses: tf.Tensor1D, names: readonly string[], at: At): number[] {
  const values = [...losses.dataSync()];
  const wrong = values.findIndex((loss) => !Number.isFinite(loss));
  if (wrong < 0) return values;
  const where = `at step ${at.step + 1} (epoch ${at.epoch + 1})`;
  throw expected(
    "finite losses",
    `${values[wrong]} for task "${names[wrong]}" ${where}`,
    "Lower learningRate (0.1 times what it is), or scale the target.",
  );
}

/** Weights, one finite number per task, or an error that names where they come from. */
export function checked(
  rule: { readonly name: string },
  names: readonly string[],
  weights: readonly number[],
): readonly number[] {
  if (weights.length === names.length && weights.every(Number.isFinite)) return weights;
  throw expected(
    `a finite weight per task from weighting "${rule.name}"`,
    `[${weights.join(", ")}] for ${list(names)}`,
    "Correct its weights().",
  );
}
