// No exported function may leave tensors behind.
import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";

/** Runs the function and expects as many tensors afterwards as before. */
export function expectNoLeak(run: () => void): void {
  const before = tf.memory().numTensors;
  run();
  expect(tf.memory().numTensors).toBe(before);
}
