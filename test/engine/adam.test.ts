import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { engine } from "../../src/engine";
import { compiled } from "../../src/engine/graph/compiled";
import { adam } from "../../src/training/optimizers/adam";

/** Weights after 10 steps towards `goal`, with a rate that falls. */
function trained(compile: boolean) {
  const weight = tf.tidy(() => tf.variable(tf.zeros([25_000])));
  const goal = tf.linspace(-1, 1, 25_000);
  const optimizer = adam(0.1);
  const step = compiled(
    (goal: tf.Tensor) =>
      optimizer.minimize(() => tf.sum(tf.squaredDifference(weight, goal)) as tf.Scalar, true)!,
    { compile, optimizers: [optimizer] },
  );
  const losses = Array.from({ length: 10 }, (_, i) => {
    (optimizer as unknown as { learningRate: number }).learningRate = 0.1 / (i + 1);
    return tf.tidy(() => step(goal).dataSync()[0]);
  });
  const found = { numbers: [...losses, ...weight.dataSync()], mode: step.mode };
  tf.dispose([weight, goal]);
  step.dispose();
  optimizer.dispose();
  return found;
}

test.runIf(engine().name === "native")(
  "many weights move in one pass: compiled as eagerly, and nothing is left over",
  () => {
    const before = tf.memory().numTensors;
    const [eager, fast] = [trained(false), trained(true)];
    expect(fast.mode).toBe("compiled");
    expect(fast.numbers).toEqual(eager.numbers);
    expect(eager.numbers[9]).toBeLessThan(eager.numbers[0] / 2);
    expect(tf.memory().numTensors).toBe(before);
  },
);
