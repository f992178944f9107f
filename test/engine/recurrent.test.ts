import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { engine } from "../../src/engine";
import { compiled } from "../../src/engine/graph/compiled";
import { fused } from "../../src/engine/recurrent";

type Args = Parameters<typeof tf.layers.lstm>[0];
const kinds: [string, (args: Args) => tf.layers.Layer][] = [
  ["lstm", tf.layers.lstm],
  ["gru", tf.layers.gru],
];

function netOf(layer: tf.layers.Layer): tf.LayersModel {
  const inputs = tf.input({ shape: [6, 3] });
  return tf.model({ inputs, outputs: layer.apply(inputs) as tf.SymbolicTensor });
}

/** Outputs and the gradients of inputs and weights of a recurrent layer. */
function measure(layer: tf.layers.Layer, x: tf.Tensor3D, y: tf.Tensor) {
  const net = netOf(layer);
  const shapes = net.getWeights().map((w) => w.shape);
  tf.tidy(() => net.setWeights(shapes.map((s, i) => tf.randomNormal(s, 0, 0.5, "float32", i + 1))));
  const loss = (x: tf.Tensor) => tf.sum(tf.mul(net.apply(x) as tf.Tensor, y)) as tf.Scalar;
  const numbers = tf.tidy(() => {
    const dx = tf.grad(loss)(x);
    const { value, grads } = tf.variableGrads(() => loss(x));
    const own = net.trainableWeights.map((w) => grads[(w.read() as tf.Variable).name]);
    return [net.apply(x) as tf.Tensor, value, dx, ...own].flatMap((t) => [...t.dataSync()]);
  });
  net.dispose();
  return numbers;
}

describe.runIf(engine().name === "native").each(kinds)("a fused %s", (_, layer) => {
  const x = () => tf.randomNormal<tf.Rank.R3>([4, 6, 3], 0, 1, "float32", 9);

  test.each([false, true])(
    "has the outputs and gradients of the plain one (sequences: %s)",
    (s) => {
      const before = tf.memory().numTensors;
      const inputs = x();
      const y = tf.randomNormal(s ? [4, 6, 5] : [4, 5], 0, 1, "float32", 10);
      const args = { units: 5, recurrentActivation: "sigmoid" as const, returnSequences: s };
      const plain = measure(layer(args), inputs, y);
      const fast = measure(fused(layer(args)), inputs, y);
      expect(fast.length).toBe(plain.length);
      fast.forEach((v, i) => expect(Math.abs(v - plain[i])).toBeLessThan(1e-5));
      tf.dispose([inputs, y]);
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  test("trains compiled as it does eagerly", () => {
    const train = (compile: boolean) => {
      const net = netOf(fused(layer(seededArgs)));
      const optimizer = tf.train.sgd(0.1);
      const step = compiled(
        (x: tf.Tensor3D) =>
          optimizer.minimize(() => tf.sum(tf.square(net.apply(x) as tf.Tensor)), true)!,
        { compile, optimizers: [optimizer] },
      );
      const inputs = x();
      const losses = Array.from({ length: 6 }, () => tf.tidy(() => step(inputs).dataSync()[0]));
      const mode = step.mode;
      tf.dispose(inputs);
      for (const used of [step, optimizer, net]) used.dispose();
      return { losses, mode };
    };
    const fast = train(true);
    expect(fast.mode).toBe("compiled");
    train(false).losses.forEach((l, i) => expect(fast.losses[i]).toBeCloseTo(l, 5));
  });

  test("leaves a layer alone whose formula it does not compute", () => {
    const other = layer({ units: 5, recurrentActivation: "hardSigmoid" });
    expect(Object.hasOwn(fused(other), "call")).toBe(false);
  });
});

const glorot = () => tf.initializers.glorotUniform({ seed: 1 });
const seededArgs: Args = {
  units: 5,
  recurrentActivation: "sigmoid",
  kernelInitializer: glorot(),
  recurrentInitializer: glorot(),
};
