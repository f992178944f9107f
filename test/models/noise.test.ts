import * as tf from "@tensorflow/tfjs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { engine } from "../../src/engine";
import { seeded } from "../../src/data/random";
import { compiled } from "../../src/engine/graph/compiled";
import { dense, gaussianNoise } from "../../src/models/blocks";
import { rememberMasks } from "../../src/models/blocks/dropout";
import { load, save } from "../../src/models/files";
import { hardSharing } from "../../src/models/hardSharing";
import { regression } from "../../src/tasks/regression";
import { expectNoLeak } from "../toys";

const size = 5000;

function net(std: number, seed = 1): tf.LayersModel {
  const input = tf.input({ shape: [size] });
  return tf.model({ inputs: input, outputs: gaussianNoise(std)(input, seeded(seed)) });
}

/** What the layer adds to ones, time after time. */
function drawn(model: tf.LayersModel, times: number, training = true): number[][] {
  return Array.from({ length: times }, () =>
    tf.tidy(() => [
      ...(model.apply(tf.ones([1, size]), { training }) as tf.Tensor).sub(1).dataSync(),
    ]),
  );
}

describe("gaussianNoise", () => {
  it("adds numbers of mean 0 and the standard deviation asked for, new ones at each step", async () => {
    await expectNoLeak(() => {
      const model = net(0.5);
      const [first, second] = drawn(model, 2);
      for (const values of [first, second]) {
        const mean = values.reduce((a, b) => a + b) / size;
        const spread = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / size);
        expect(Math.abs(mean)).toBeLessThan(0.03);
        expect(Math.abs(spread - 0.5)).toBeLessThan(0.02);
        // Normal, not uniform: 4.6 % lie beyond two standard deviations.
        const far = values.filter((v) => Math.abs(v) > 1).length / size;
        expect(far).toBeGreaterThan(0.03);
        expect(far).toBeLessThan(0.06);
      }
      const product = first.reduce((sum, v, i) => sum + v * second[i], 0) / size;
      expect(Math.abs(product)).toBeLessThan(0.02);
      model.dispose();
    });
  });

  it("draws the same numbers from the same seed, and again after rememberMasks", () => {
    const [one, same, other] = [net(1), net(1), net(1, 2)];
    const first = drawn(one, 2);
    expect(drawn(same, 2)).toEqual(first);
    expect(drawn(other, 2)).not.toEqual(first);
    tf.tidy(() => {
      const again = rememberMasks(one);
      const next = drawn(one, 1);
      again();
      expect(drawn(one, 1)).toEqual(next);
    });
    [one, same, other].forEach((model) => model.dispose());
  });

  it("does nothing outside training, and nothing with std 0", () => {
    const [noisy, still] = [net(1), net(0)];
    const zeros = Array(size).fill(0);
    expect(drawn(noisy, 1, false)[0]).toEqual(zeros);
    expect(drawn(still, 1)[0]).toEqual(zeros);
    [noisy, still].forEach((model) => model.dispose());
  });

  it.runIf(engine().name === "native")(
    "adds the numbers of eager steps in a compiled step",
    async () => {
      await expectNoLeak(() => {
        const [one, same] = [net(1), net(1)];
        const step = compiled((x: tf.Tensor) => one.apply(x, { training: true }) as tf.Tensor);
        const x = tf.ones([1, size]);
        const values = Array.from({ length: 5 }, () =>
          tf.tidy(() => [...step(x).sub(1).dataSync()]),
        );
        expect(step.mode).toBe("compiled");
        expect(values).toEqual(drawn(same, 5));
        tf.dispose([x]);
        for (const used of [step, one, same]) used.dispose();
      });
    },
  );

  it("is saved and loaded: the std, the seed and how far the draws are", async () => {
    const folder = await mkdtemp(join(tmpdir(), "taskweave-"));
    const encoder = [gaussianNoise(0.25), dense(2)];
    const model = hardSharing({ inputs: { x: [3] }, encoder, tasks: { y: regression() } });
    const scores = (net: tf.LayersModel) =>
      tf.tidy(() => [...(net.apply(tf.ones([4, 3]), { training: true }) as tf.Tensor).dataSync()]);
    scores(model.net);
    await save(model, folder);
    const again = await load(folder);
    expect(scores(again.net)).toEqual(scores(model.net));
    [model, again].forEach((m) => m.dispose());
    await rm(folder, { recursive: true });
  });

  it.each([-1, NaN, Infinity])("refuses a standard deviation of %s", (std) => {
    expect(() => gaussianNoise(std)).toThrow("a standard deviation of 0 or more. Found");
  });
});
