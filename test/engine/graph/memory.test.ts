import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { engine } from "../../../src/engine";
import { compiled } from "../../../src/engine/graph/compiled";
import { native } from "../../../src/engine/graph/native";

/** What native code holds: tensors and graphs. */
function held() {
  const { binding } = native() as unknown as {
    binding: { getNumOfTensors(): number; getNumOfSavedModels(): number };
  };
  return { tensors: binding.getNumOfTensors(), graphs: binding.getNumOfSavedModels() };
}

function training() {
  const w = tf.tidy(() => tf.variable(tf.ones([3, 2])));
  const optimizer = tf.train.adam(0.01);
  const step = compiled(
    (x: tf.Tensor2D) =>
      optimizer.minimize(() => tf.sum(tf.square(tf.matMul(x, w as tf.Tensor2D))), true, [w])!,
    { optimizers: [optimizer] },
  );
  const run = (rows: number) => {
    const x = tf.ones<tf.Rank.R2>([rows, 3]);
    const loss = step(x);
    loss.dataSync();
    tf.dispose([x, loss]);
  };
  const dispose = () => {
    for (const used of [step, optimizer, w]) used.dispose();
  };
  return { run, step, dispose };
}

describe.runIf(engine().name === "native")("compiled steps", () => {
  test("hold no more native tensors after thousands of steps of changing size", () => {
    const { run, step, dispose } = training();
    for (let s = 0; s < 10; s++) run(s % 3 || 8);
    const before = held();
    for (let s = 0; s < 3000; s++) run(s % 3 || 8);
    expect(step.mode).toBe("compiled");
    expect(held()).toEqual(before);
    dispose();
  });

  test("leave nothing behind when models come and go", () => {
    const before = held();
    for (let model = 0; model < 10; model++) {
      const { run, step, dispose } = training();
      for (let s = 0; s < 5; s++) run(4);
      expect(step.mode).toBe("compiled");
      expect(held().graphs).toBe(before.graphs + 1);
      dispose();
    }
    expect(held()).toEqual(before);
  });
});
