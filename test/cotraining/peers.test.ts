import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { coTeach } from "../../src/cotraining/coTeach";
import { keptShare, smallest } from "../../src/cotraining/smallLoss";
import { distill } from "../../src/cotraining/distill";
import { diversity } from "../../src/cotraining/diversity";
import { mutual, type MutualOptions } from "../../src/cotraining/mutual";
import { jitter, type Perturbation } from "../../src/cotraining/perturb";
import { divergenceFrom, softTargets } from "../../src/cotraining/terms";
import { seeded } from "../../src/data/random";
import { hardSharing } from "../../src/models/hardSharing";
import { regression } from "../../src/tasks/regression";
import { evaluate } from "../../src/training/evaluate";
import { fit } from "../../src/training/fit";
import { predict } from "../../src/training/predict";
import { expectNoLeak } from "../toys";
import { clouds, model } from "./clouds";

describe("terms, by hand", () => {
  it("KL((0.5, 0.5) || (0.8, 0.2)) = 0.5 log(0.5/0.8) + 0.5 log(0.5/0.2) = 0.2231, summed over classes", () => {
    tf.tidy(() => {
      const z = tf.tensor2d([[Math.log(0.8), Math.log(0.2)]]);
      const q = tf.tensor2d([[0.5, 0.5]]);
      expect(divergenceFrom(q, z).dataSync()[0]).toBeCloseTo(0.22314, 4);
      expect(divergenceFrom(tf.softmax(z), z).dataSync()[0]).toBeCloseTo(0, 5);
    });
  });

  it("T^2 keeps the gradient of soft targets as large at T = 20 as at T = 2, up to a few per cent", () => {
    tf.tidy(() => {
      const [t, z] = [tf.tensor2d([[1, 0]]), tf.tensor2d([[0, 0.5]])];
      const size = (T: number) => {
        const gradient = tf.grad((x) => softTargets(t, x as tf.Tensor2D, T))(z);
        return gradient.abs().sum().dataSync()[0];
      };
      // At high T the gradient tends to (z - t - their means) / C = (-1.5 / 2) / 2 each.
      expect(size(20)).toBeCloseTo(0.75, 2);
      expect(size(2) / size(20)).toBeCloseTo(1, 1);
    });
  });

  it("R(t) falls from 1 to 1 - tau, and the smallest losses are found in place", () => {
    expect([0, 5, 10, 20].map((t) => keptShare(t, 0.4, 10))).toEqual([1, 0.8, 0.6, 0.6]);
    tf.tidy(() => {
      const losses = tf.tensor1d([3, 1, 2, 0.5]);
      expect([...smallest(losses, tf.scalar(0.5)).dataSync()]).toEqual([0, 1, 0, 1]);
      expect([...smallest(losses, tf.scalar(0)).dataSync()]).toEqual([0, 0, 0, 1]);
    });
  });

  it("diversity: 2 both right, 1 both wrong, 1 only A, 0 only B", () => {
    const found = diversity([0, 0, 1, 1], [0, 0, 0, 1], [0, 0, 1, 0]);
    expect(found).toEqual({ agreement: 0.75, q: 1, kappa: 0.5, doubleFault: 0.25 });
    expect(diversity([0, 0], [0, 0], [0, 0])).toMatchObject({ q: 0, kappa: 1 });
  });
});

describe("networks that learn together", () => {
  it("equal networks have nothing to tell each other, different ones do", async () => {
    const data = clouds(64);
    const o = { epochs: 6, batchSize: 64, learningRate: 0.01 };
    const run = async (seeds: number[]) => {
      const models = seeds.map((seed) => model(seed));
      const history = await mutual(models, data, { ...o, weight: 0 });
      models.forEach((each) => each.dispose());
      return history;
    };
    const different = await expectNoLeak(() => run([1, 2]));
    expect(different.imitation[0][0]).toBeGreaterThan(0.01);
    expect(await run([1, 2])).toEqual(different);
    const pair = [model(1), model(1)];
    const same = await mutual(pair, data, { ...o, epochs: 1, batchSize: 64 });
    expect(same.imitation[0][0]).toBeCloseTo(0, 6);
    [...pair, data].forEach((each) => each.dispose());
  });

  it("all see a row augmented in the same way, anew in every step: equal networks stay equal", async () => {
    const data = clouds(64);
    const run = async (augment?: Perturbation) => {
      const pair = [model(1), model(1)];
      const o = { epochs: 3, batchSize: 32, learningRate: 0.01, augment };
      const { imitation } = await mutual(pair, data, { ...o, atOnce: true });
      const { labels } = await mutual(pair, data, { ...o, weight: 0 });
      pair.forEach((each) => each.dispose());
      return { imitation: imitation.flat(), labels };
    };
    const blurred = await expectNoLeak(() => run(jitter(1)));
    blurred.imitation.forEach((value) => expect(value).toBeCloseTo(0, 6));
    blurred.labels.forEach(([first, second]) => expect(second).toBeCloseTo(first, 5));
    expect(await run(jitter(1))).toEqual(blurred);
    expect((await run()).labels).not.toEqual(blurred.labels);
    data.dispose();
  });

  it("imitation counts by its ramp: e^-5 in the first epoch, fully after the last", async () => {
    const data = clouds(64);
    const weights = async (o: MutualOptions) => {
      const pair = [model(1), model(2)];
      await mutual(pair, data, { epochs: 1, batchSize: 64, learningRate: 0.01, ...o });
      const found = pair.flatMap(({ net }) => [...net.getWeights()[0].dataSync()]);
      pair.forEach((each) => each.dispose());
      return found;
    };
    expect(await weights({ rampEpochs: 5 })).toEqual(await weights({ weight: Math.exp(-5) }));
    expect(await weights({ rampEpochs: 5 })).not.toEqual(await weights({}));
    data.dispose();
  });

  it("a student learns from a teacher without a single label", async () => {
    const [data, test] = [clouds(200), clouds(400, { seed: 2 })];
    const [teacher, student] = [model(1, [32]), model(2, [4])];
    await fit(teacher, data, { epochs: 20, learningRate: 0.02, progress: false });
    const bare = { inputs: data.inputs, targets: { y: tf.fill([200], NaN) } };
    await expectNoLeak(() => distill(teacher, student, bare, { epochs: 40, learningRate: 0.02 }));
    const said = [teacher, student].map((each) => {
      const { y } = predict(each, test.inputs);
      const classes = [...y.argMax(1).dataSync()];
      y.dispose();
      return classes;
    });
    expect(said[0].filter((label, i) => label === said[1][i]).length / 400).toBeGreaterThan(0.95);
    tf.dispose(bare.targets);
    [data, test, teacher, student].forEach((each) => each.dispose());
  });

  it("co-teaching forgets wrong labels that plain training learns by heart", async () => {
    const [data, test] = [clouds(160, { wrong: 0.35, seed: 3 }), clouds(600, { seed: 4 })];
    const o = { epochs: 80, learningRate: 0.02, batchSize: 40, seed: 1 };
    const plain = model(1, [64, 64]);
    await fit(plain, data, { ...o, progress: false });
    const pair = [model(1, [64, 64]), model(2, [64, 64])];
    await expectNoLeak(() => coTeach(pair, data, { ...o, forget: 0.35 }));
    const [alone, taught] = [plain, ...pair].map((each) => evaluate(each, test).y);
    expect(taught).toBeGreaterThan(alone + 0.03);
    [plain, ...pair, data, test].forEach((each) => each.dispose());
  });

  it("say what does not fit", async () => {
    const data = clouds(8);
    const [a, b] = [model(1), model(2)];
    const number = hardSharing({ inputs: { x: [2] }, encoder: [], tasks: { y: regression() } });
    await expect(mutual([a], data)).rejects.toThrow("Expected two networks or more. Found 1.");
    await expect(mutual([number, number], data)).rejects.toThrow("tasks that choose a class");
    await expect(distill(a, b, data, { hard: 1 })).rejects.toThrow("hard from 0 to below 1");
    await expect(coTeach([a, b], data, { forget: 1 })).rejects.toThrow("forget from 0 to below 1");
    const few = data.hide("y", 4, seeded(1));
    await expect(coTeach([a, b], few, { forget: 0.1 })).rejects.toThrow("Take data.labelled(name)");
    [a, b, number, data, few].forEach((each) => each.dispose());
  });
});
