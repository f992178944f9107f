import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { dense, lstm, mlp } from "../../src/models/blocks";
import { layersBehind, sharedWeights } from "../../src/models/graph";
import { hardSharing } from "../../src/models/hardSharing";
import type { Block, Model } from "../../src/models/model";
import { separate } from "../../src/models/separate";
import { softSharing } from "../../src/models/softSharing";
import { classes, expectNoLeak, squared } from "../toys";

const options = {
  inputs: { x: [5] },
  encoder: mlp([4, 3]),
  tasks: { size: squared, kind: classes(2) },
};
const encoder = 5 * 4 + 4 + (4 * 3 + 3);
const heads = 3 + 1 + (3 * 2 + 2);

const sizes = (model: Model) => model.shared.map((w) => w.size);
const values = (model: Model) => model.net.getWeights().map((w) => [...w.dataSync()]);

describe("architectures", () => {
  it("hard sharing has one encoder, shared, and a head per task named after it", () => {
    const model = hardSharing(options);
    expect(model.net.countParams()).toBe(encoder + heads);
    expect(sizes(model)).toEqual([20, 4, 12, 3]);
    expect(model.net.outputNames).toEqual(["size", "kind"]);
    expect(model.net.outputs.map((o) => o.shape)).toEqual([
      [null, 1],
      [null, 2],
    ]);
    model.dispose();
  });

  it("separate has an encoder per task and shares nothing", () => {
    const model = separate(options);
    expect(model.net.countParams()).toBe(2 * encoder + heads);
    expect(model.shared).toEqual([]);
    model.dispose();
  });

  it("soft sharing has towers whose weights are twins, position by position", () => {
    const model = softSharing({ ...options, lambda: 0.1 });
    const shape = new Map(model.net.weights.map((w) => [w.originalName, w.shape]));
    const [one, two] = model.pull!.towers;
    expect(one.map((name) => shape.get(name))).toEqual([[5, 4], [4], [4, 3], [3]]);
    expect(two.map((name) => shape.get(name))).toEqual([[5, 4], [4], [4, 3], [3]]);
    expect(one.filter((name) => two.includes(name))).toEqual([]);
    expect(model.pull!.lambda).toBe(0.1);
    expect(model.shared).toEqual([]);
    model.dispose();
  });

  it.each(["equal", "different"] as const)("soft sharing starts with %s towers", (start) => {
    const model = softSharing({ ...options, lambda: 0.1, start });
    const kernels = values(model).filter((w) => w.length === 20);
    expect(kernels.length).toBe(2);
    if (start === "equal") expect(kernels[0]).toEqual(kernels[1]);
    else expect(kernels[0]).not.toEqual(kernels[1]);
    model.dispose();
  });

  it.each([hardSharing, separate, (o: typeof options) => softSharing({ ...o, lambda: 1 })])(
    "the seed decides the initial weights, and dispose frees them (%#)",
    async (make: (o: typeof options & { seed?: number }) => Model) => {
      await expectNoLeak(() => {
        const models = [
          make({ ...options, seed: 7 }),
          make({ ...options, seed: 7 }),
          make(options),
        ];
        expect(values(models[0])).toEqual(values(models[1]));
        expect(values(models[0])).not.toEqual(values(models[2]));
        models.forEach((model) => model.dispose());
      });
    },
  );

  it("concatenates several inputs, and adds own layers to every head", () => {
    const model = hardSharing({ ...options, inputs: { a: [2], b: [3] }, head: [dense(6)] });
    expect(model.net.countParams()).toBe(encoder + 2 * (3 * 6 + 6) + (6 + 1) + (6 * 2 + 2));
    expect(sizes(model)).toEqual([20, 4, 12, 3]);
    model.dispose();
  });

  it("takes names that TensorFlow.js does not, Chinese ones for instance", () => {
    const model = hardSharing({
      inputs: { 图像: [5], x: [1] },
      encoder: mlp([2]),
      tasks: { 数字: squared, x: squared },
    });
    expect(Object.keys(model.tasks)).toEqual(["数字", "x"]);
    expect(model.net.outputs.length).toBe(2);
    model.dispose();
  });

  it("finds the weights that only some tasks share by walking the graph", () => {
    const input = tf.input({ shape: [3] });
    const layer = (units: number, x: tf.SymbolicTensor) =>
      tf.layers.dense({ units, useBias: false }).apply(x) as tf.SymbolicTensor;
    const all = layer(2, input);
    const some = layer(4, all);
    const outputs = [layer(1, some), layer(5, some), layer(6, all)];
    const net = tf.model({ inputs: input, outputs });
    expect(sharedWeights(net).map((w) => w.shape)).toEqual([
      [3, 2],
      [2, 4],
    ]);
    expect(layersBehind(outputs[2]).length).toBe(3);
    net.dispose();
  });

  const o = options;
  const wrong = (value: unknown) => value as never;
  it.each([
    [{ ...o, tasks: {} }, "at least one task. Found none."],
    [{ ...o, inputs: {} }, "at least one input. Found none."],
    [{ ...o, inputs: { x: [] } }, 'the shape of one example of input "x". Found [].'],
    [{ ...o, inputs: { x: wrong(64) } }, 'input "x". Found 64.'],
    [{ ...o, inputs: { x: wrong([null, 64]) } }, "without the batch dimension"],
    [{ ...o, inputs: { a: [2], b: [8, 8, 1] } }, 'concatenated. Found "b" of shape [8, 8, 1].'],
    [{ ...o, tasks: { a: wrong(classes) } }, 'task "a" to be a task. Found a function.'],
    [{ ...o, encoder: wrong(dense(3)) }, "encoder to be a list of blocks. Found function."],
    [{ ...o, encoder: [wrong(mlp([3]))] }, "encoder to be a list of blocks. Found a list inside"],
    [{ ...o, encoder: lstm({ units: 2 }) as Block[] }, "[length, features] before lstm()"],
  ])("a bad option is one clear error (%#)", (bad, message) => {
    expect(() => hardSharing(bad)).toThrow(message);
  });

  it.each([-1, NaN, Infinity])("soft sharing refuses lambda %d", (lambda) => {
    expect(() => softSharing({ ...options, lambda })).toThrow("lambda to be a number from 0 up");
  });
});
