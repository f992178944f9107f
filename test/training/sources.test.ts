// Training on a data set per task.
import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import { Dataset } from "../../src/data/dataset";
import { fromArrays } from "../../src/data/arrays";
import { normal, seeded } from "../../src/data/random";
import { mlp } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { evaluate } from "../../src/training/evaluate";
import { fit } from "../../src/training/fit";
import { balanced } from "../../src/training/sampling";
import { joined } from "../../src/training/sources";
import { mgda, nash, uncertainty } from "../../src/weighting";
import { classes, expectNoLeak, squared } from "../toys";

const rng = seeded(4);
const points = (n: number) => Array.from({ length: n }, () => [normal(rng), normal(rng)]);
const [many, few] = [points(90), points(30)];
const sums = fromArrays({ x: many }, { sum: many.map(([a, b]) => a + b) });
const sides = fromArrays({ x: few }, { side: few.map(([a, b]) => Number(a > b)) });
const made: Dataset[] = [sums, sides];
afterAll(() => made.forEach((data) => data.dispose()));

const tasks = { sum: squared, side: classes(2) };
const build = () => hardSharing({ inputs: { x: [2] }, encoder: mlp([8]), tasks, seed: 1 });

describe("fit on a data set per task", () => {
  it("learns each task from its own, compiled and eager alike, and leaves no tensors", async () => {
    const run = (compile: boolean) =>
      expectNoLeak(async () => {
        const model = build();
        const data = { sum: sums, side: sides };
        const options = { epochs: 60, learningRate: 0.02, validation: data, compile };
        const history = await fit(model, data, { ...options, weighting: uncertainty() });
        const scores = evaluate(model, data);
        model.dispose();
        return { history, scores };
      });
    const [fast, eager] = [await run(true), await run(false)];
    expect(fast.scores.side).toBeGreaterThan(0.9);
    expect(fast.scores.sum).toBeLessThan(0.2);
    for (const [epoch, loss] of fast.history.loss.sum.entries()) {
      expect(loss).toBeCloseTo(eager.history.loss.sum[epoch], 3);
    }
    expect(fast.history.validation.side.length).toBe(60);
  });

  it("is the same as training on their union with missing labels", async () => {
    const nothing = (size: number) => Array.from({ length: size }, () => null);
    const union = fromArrays(
      { x: [...many, ...few] },
      {
        sum: [...many.map(([a, b]) => a + b), ...nothing(30)],
        side: [...nothing(90), ...few.map(([a, b]) => Number(a > b))],
      },
    );
    made.push(union);
    const model = build();
    const whole = joined(model, union);
    const parts = joined(model, { sum: sums, side: sides });
    expect([...parts.targets.sum.dataSync()]).toEqual([...whole.targets.sum.dataSync()]);
    expect([...parts.targets.side.dataSync()]).toEqual([...whole.targets.side.dataSync()]);
    expect([...parts.inputs.x.dataSync()]).toEqual([...whole.inputs.x.dataSync()]);
    expect(parts.groups.map((rows) => [rows[0], rows.length])).toEqual([
      [0, 90],
      [90, 30],
    ]);
    parts.dispose();
    whole.dispose();
    model.dispose();
    expect(union.inputs.x.isDisposed).toBe(false);
  });

  it("joins rows of a data set that serves several tasks only once", () => {
    const both = fromArrays({ x: few }, { sum: few.map(([a]) => a), side: few.map(() => 1) });
    made.push(both);
    const model = build();
    const { inputs, groups, dispose } = joined(model, { sum: both, side: both });
    expect([inputs.x.shape, groups.length]).toEqual([[30, 2], 1]);
    dispose();
    model.dispose();
  });

  it("weighs tasks that meet in a batch only now and then", async () => {
    for (const weighting of [mgda(), nash()]) {
      const model = build();
      const data = { sum: sums, side: sides };
      const { loss, weights } = await fit(model, data, { epochs: 40, batchSize: 3, weighting });
      expect(loss.sum[39]).toBeLessThan(loss.sum[0]);
      expect(loss.side[39]).toBeLessThan(loss.side[0]);
      expect(weights.sum.concat(weights.side).every((w) => w > 0)).toBe(true);
      model.dispose();
    }
  });

  it("gives the small data set a larger part where sampling is balanced", async () => {
    const seen = async (sampling?: ReturnType<typeof balanced>) => {
      const model = build();
      const data = { sum: sums, side: sides };
      const options = { epochs: 8, learningRate: 0.01, sampling };
      const { loss } = await fit(model, data, options);
      model.dispose();
      return loss.side[7];
    };
    expect(await seen(balanced())).toBeLessThan(await seen());
  });

  it("reads different inputs, 0 where a data set lacks one", () => {
    const inputs = { x: [2], z: [1] };
    const model = hardSharing({ inputs, encoder: mlp([4]), tasks });
    const other = fromArrays({ z: [[5], [6]] }, { side: [0, 1] });
    made.push(other);
    const found = joined(model, { sum: sums, side: other });
    expect([...found.inputs.z.slice([89], [3]).dataSync()]).toEqual([0, 5, 6]);
    expect([...found.inputs.x.slice([90], [2]).dataSync()]).toEqual([0, 0, 0, 0]);
    found.dispose();
    const wrong = fromArrays({ z: [[5]], X: [[1, 2]] }, { side: [0] });
    made.push(wrong);
    const slip = 'Expected inputs among "x", "z" in the data set of "side". Found "z", "X".';
    expect(() => joined(model, { sum: sums, side: wrong })).toThrow(slip);
    model.dispose();
  });

  it("says what is missing, without leaving tensors", async () => {
    const model = build();
    const before = tf.memory().numTensors;
    const untyped = (data: object) => data as { sum: Dataset; side: Dataset };
    await expect(fit(model, untyped({ sum: sums, sides }))).rejects.toThrow(
      'Expected one data set, or one for each of the tasks "sum", "side". Found data sets for "sum", "sides".',
    );
    await expect(fit(model, { sum: sums, side: sums })).rejects.toThrow('Found none for "side"');
    const validation = { sum: sums };
    await expect(fit(model, { sum: sums, side: sides }, { validation })).rejects.toThrow(
      'Found data sets for "sum"',
    );
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });
});
