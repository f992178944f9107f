import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { engine } from "../../../src/engine";
import { compiled } from "../../../src/engine/graph/compiled";

/** A net of one layer, its optimizer and the step that trains it. */
function setting(make: () => tf.Optimizer, compile: boolean) {
  const w = tf.tidy(() => tf.variable(tf.linspace(-1, 1, 6).reshape([3, 2])));
  const b = tf.tidy(() => tf.variable(tf.zeros([2])));
  const optimizer = make();
  const step = compiled(
    ({ x, y }: { x: tf.Tensor2D; y: tf.Tensor }) => ({
      loss: optimizer.minimize(
        () => tf.losses.meanSquaredError(y, tf.tanh(tf.add(tf.matMul(x, w), b))) as tf.Scalar,
        true,
        [w, b] as tf.Variable[],
      )!,
      twice: [tf.mul(x, 2), x],
    }),
    { compile, optimizers: [optimizer] },
  );
  const dispose = () => {
    step.dispose();
    optimizer.dispose();
    // TensorFlow.js forgets the rate tensor of its momentum optimizer.
    tf.dispose([w, b, (optimizer as unknown as { c: tf.Tensor }).c]);
  };
  return { w, step, optimizer, dispose };
}

const batch = (rows: number, seed: number) => ({
  x: tf.randomNormal([rows, 3], 0, 1, "float32", seed) as tf.Tensor2D,
  y: tf.randomNormal([rows, 2], 0, 1, "float32", seed + 1),
});

/** The losses and final weights of steps whose batch sizes and learning rate change on the way. */
function train(make: () => tf.Optimizer, compile: boolean, steps = 50) {
  const { w, step, optimizer, dispose } = setting(make, compile);
  const losses: number[] = [];
  for (let s = 0; s < steps; s++) {
    if (s === 20) (optimizer as unknown as { learningRate: number }).learningRate /= 4;
    const inputs = batch(s % 5 === 4 ? 3 : 8, s + 1);
    const { loss, twice } = step(inputs);
    losses.push(loss.dataSync()[0]);
    tf.dispose([inputs, loss, twice] as tf.TensorContainer);
  }
  const weights = [...w.dataSync()];
  const mode = step.mode;
  dispose();
  return { numbers: [...losses, ...weights], mode };
}

let tensors: number;
beforeEach(() => void (tensors = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(tensors));

describe.runIf(engine().name === "native")("a compiled step", () => {
  test.each<[string, () => tf.Optimizer]>([
    ["sgd", () => tf.train.sgd(0.1)],
    ["momentum", () => tf.train.momentum(0.1, 0.9)],
    ["nesterov", () => tf.train.momentum(0.1, 0.9, true)],
    ["adagrad", () => tf.train.adagrad(0.1)],
    ["adadelta", () => tf.train.adadelta(0.1)],
    ["rmsprop", () => tf.train.rmsprop(0.01)],
    ["adam", () => tf.train.adam(0.01)],
    ["adamax", () => tf.train.adamax(0.01)],
  ])("with %s gives the numbers of the eager one, batch sizes and rates changing", (_, make) => {
    const eager = train(make, false);
    const fast = train(make, true);
    expect(fast.mode).toBe("compiled");
    fast.numbers.forEach((n, i) => expect(Math.abs(n - eager.numbers[i])).toBeLessThan(1e-6));
  });

  test("keeps tf.Variables current, and sees what others assign to them", () => {
    const { w, step, dispose } = setting(() => tf.train.sgd(0.1), true);
    const inputs = batch(8, 1);
    const run = () => tf.tidy(() => step(inputs).loss.dataSync()[0]);
    const first = [run(), run(), run()];
    expect(step.mode).toBe("compiled");
    const kept = tf.clone(w);
    const before = [...kept.dataSync()];
    run();
    expect([...kept.dataSync()]).toEqual(before);
    expect([...w.dataSync()]).not.toEqual(before);
    tf.tidy(() => w.assign(tf.zeros([3, 2])));
    const atZero = run();
    expect(first).not.toContain(atZero);
    tf.dispose([kept, inputs] as tf.TensorContainer);
    dispose();
  });

  test("finds tensors from outside the step, and compiles anew when they are gone", () => {
    let scale = tf.scalar(2);
    const step = compiled((x: tf.Tensor) => tf.mul(x, scale));
    const run = () => tf.tidy(() => step(tf.scalar(5)).dataSync()[0]);
    expect([run(), run(), run(), step.mode]).toEqual([10, 10, 10, "compiled"]);
    scale.dispose();
    scale = tf.scalar(3);
    expect([run(), run(), step.mode]).toEqual([15, 15, "compiled"]);
    scale.dispose();
    step.dispose();
  });

  test("hands back inputs and constants that it returns untouched", () => {
    const step = compiled((x: tf.Tensor) => [x, tf.scalar(7), tf.neg(x), x]);
    for (let i = 0; i < 3; i++) {
      const x = tf.scalar(i);
      const out = step(x);
      expect(out.map((t) => t.dataSync()[0])).toEqual([i, 7, -i, i]);
      tf.dispose([x, ...out]);
    }
    step.dispose();
  });

  test("moves the averages of batch normalisation on", () => {
    const run = (compile: boolean) => {
      const layer = tf.layers.batchNormalization({ momentum: 0.5 });
      const inputs = tf.input({ shape: [3] });
      const net = tf.model({ inputs, outputs: layer.apply(inputs) as tf.SymbolicTensor });
      const optimizer = tf.train.sgd(0.1);
      const step = compiled(
        (x: tf.Tensor) => {
          const loss = () => tf.sum(tf.square(net.apply(x, { training: true }) as tf.Tensor));
          return optimizer.minimize(() => tf.add(loss(), tf.scalar(1)) as tf.Scalar, true)!;
        },
        { compile, optimizers: [optimizer] },
      );
      for (let s = 1; s < 8; s++) tf.tidy(() => void step(batch(8, s).x));
      const weights = net.getWeights().flatMap((w) => [...w.dataSync()]);
      const mode = step.mode;
      for (const used of [step, optimizer, net]) used.dispose();
      return { weights, mode };
    };
    const fast = run(true);
    expect(fast.mode).toBe("compiled");
    run(false).weights.forEach((w, i) => expect(fast.weights[i]).toBeCloseTo(w, 5));
  });

  test("keeps apart what shares its data while it is recorded", () => {
    const v = tf.tidy(() => tf.variable(tf.scalar(1)));
    const twin = tf.variable(v);
    const frozen = tf.clone(v);
    const step = compiled(({ a, b }: Record<string, tf.Tensor>) =>
      tf.addN([tf.mul(v, 1000), tf.mul(twin, 100), tf.mul(frozen, 10), tf.sub(a, b)]),
    );
    const run = (a: tf.Tensor, b: tf.Tensor) => tf.tidy(() => step({ a, b }).dataSync()[0]);
    const [five, three] = [tf.scalar(5), tf.scalar(3)];
    expect([run(five, five), run(five, five), step.mode]).toEqual([1110, 1110, "compiled"]);
    tf.tidy(() => v.assign(tf.scalar(2)));
    expect([run(five, three), step.mode]).toEqual([2112, "compiled"]);
    tf.dispose([v, twin, frozen, five, three]);
    step.dispose();
  });
});
