// Small tasks and data that several tests share, worked by hand rather than by the library.
import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";
import type { Task } from "../src/tasks/task";

/** Squared error of one number; the metric is the mean absolute error. */
export const squared: Task = {
  units: 1,
  target: [],
  metric: {
    name: "MAE",
    higherIsBetter: false,
    measure: (target, output) =>
      tf.tidy(() => target.sub(output.reshape(target.shape)).abs().mean().dataSync()[0]),
  },
  output: (raw) => raw,
  loss: (target, raw) => target.sub(raw.squeeze([1])).square() as tf.Tensor1D,
};

/** Cross entropy of class indices; the metric is the accuracy. */
export const classes = (units: number): Task => ({
  units,
  target: [],
  metric: {
    name: "accuracy",
    higherIsBetter: true,
    measure: (target, output) =>
      tf.tidy(
        () => output.argMax(1).equal(target.cast("int32")).cast("float32").mean().dataSync()[0],
      ),
  },
  output: (raw) => raw.softmax(),
  loss: (target, raw) =>
    tf
      .oneHot(target.cast("int32") as tf.Tensor1D, units)
      .mul(raw.logSoftmax())
      .sum(1)
      .neg() as tf.Tensor1D,
  problem: (values) => {
    const row = Array.from(values).findIndex((v) => v >= units);
    return row < 0 ? undefined : `class ${values[row]} at row ${row}`;
  },
});

/** What `work` returns, after checking that it left as many tensors as it found. */
export async function expectNoLeak<R>(work: () => R | Promise<R>): Promise<R> {
  const before = tf.memory().numTensors;
  const result = await work();
  expect(tf.memory().numTensors).toBe(before);
  return result;
}
