import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import { ready } from "../../src/engine";
import { seeded } from "../../src/data/random";
import { dense, dropout } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { separate } from "../../src/models/separate";
import { setNotebook } from "../../src/notebook";
import { evaluate } from "../../src/training/evaluate";
import { fit } from "../../src/training/fit";
import { uncertainty } from "../../src/weighting/uncertainty";
import { classes, expectNoLeak, squared } from "../toys";

const rng = seeded(1);
const rows = 60;
const x = Array.from({ length: rows }, () => [rng() * 2 - 1, rng() * 2 - 1]);
/** sum = x0 + x1; side = 1 where x0 > x1; every third sum is unlabelled. */
const data = {
  inputs: { x: tf.keep(tf.tensor2d(x)) },
  targets: {
    sum: tf.keep(tf.tensor1d(x.map(([a, b], i) => (i % 3 ? a + b : NaN)))),
    side: tf.keep(tf.tensor1d(x.map(([a, b]) => (a > b ? 1 : 0)))),
  },
};
afterAll(() => tf.dispose(data));

const tasks = { sum: squared, side: classes(2) };
const build = () =>
  hardSharing({ inputs: { x: [2] }, encoder: [dense(8), dropout(0.1)], tasks, seed: 1 });

describe("fit", () => {
  it("learns both tasks, and records one number per task and epoch", async () => {
    const model = build();
    const before = evaluate(model, data);
    const history = await fit(model, data, { epochs: 60, learningRate: 0.02, validation: data });
    const after = evaluate(model, data);
    expect(after.side).toBeGreaterThan(0.9);
    expect(after.sum).toBeLessThan(before.sum / 3);
    const { loss, validation, weights } = history;
    for (const column of [loss, validation, weights]) {
      expect(Object.keys(column)).toEqual(["sum", "side"]);
      expect(column.sum.length).toBe(60);
    }
    expect(loss.sum[59]).toBeLessThan(loss.sum[0] / 10);
    expect(history).toMatchObject({
      tasks: ["sum", "side"],
      epochs: 60,
      stopped: "epochs",
      best: 59,
    });
    expect(new Set(weights.sum)).toEqual(new Set([1]));
    const { name } = await ready();
    expect(history.engine).toBe(name);
    if (name === "native") expect(history.mode).toBe("compiled");
    expect(JSON.parse(JSON.stringify(history))).toEqual(history);
    model.dispose();
  });

  it("gives the same history from the same seeds, another from another", async () => {
    const run = async (seed: number) => {
      const model = build();
      const history = await fit(model, data, { epochs: 3, seed, weighting: uncertainty() });
      model.dispose();
      return history;
    };
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });

  it("means the loss over labelled rows: without learning it is the loss of the whole set", async () => {
    const model = hardSharing({ inputs: { x: [2] }, encoder: [], tasks });
    const optimizer = tf.train.sgd(0);
    const { loss, validation } = await fit(model, data, {
      epochs: 1,
      batchSize: 7,
      optimizer,
      validation: data,
    });
    expect(loss.sum[0]).toBeCloseTo(validation.sum[0], 5);
    expect(loss.side[0]).toBeCloseTo(validation.side[0], 5);
    optimizer.dispose();
    model.dispose();
  });

  it("stops when patience ends, and restores the best weights", async () => {
    const model = build();
    // Validation labels are the opposite: the better the fit, the worse the validation.
    const opposite = { ...data, targets: { ...data.targets, side: tf.sub(1, data.targets.side) } };
    const options = { epochs: 50, learningRate: 0.05, validation: opposite, patience: 3 };
    const history = await fit(model, data, options);
    expect(history.stopped).toBe("patience");
    expect(history.epochs).toBe(history.best + 1 + 3);
    const sums = history.validation.sum.map((loss, i) => loss + history.validation.side[i]);
    expect(Math.min(...sums)).toBe(sums[history.best]);
    // Measuring again, without learning, finds the best epoch's loss.
    const optimizer = tf.train.sgd(0);
    const again = await fit(model, data, { epochs: 1, optimizer, validation: opposite });
    expect(again.validation.side[0]).toBeCloseTo(history.validation.side[history.best], 6);
    optimizer.dispose();
    tf.dispose(opposite.targets.side);
    model.dispose();
  });

  it("trains separate networks as if each were alone", async () => {
    const o = { inputs: { x: [2] }, encoder: [dense(4)], seed: 3 };
    const both = separate({ ...o, tasks });
    const alone = separate({ ...o, tasks: { sum: squared } });
    const histories = [await fit(both, data, { epochs: 3 }), await fit(alone, data, { epochs: 3 })];
    histories[0].loss.sum.forEach((loss, i) =>
      expect(histories[1].loss.sum[i]).toBeCloseTo(loss, 5),
    );
    [both, alone].forEach((model) => model.dispose());
  });

  it("stops at the next batch when its signal or the notebook's is aborted", async () => {
    const model = build();
    for (const where of ["signal", "notebook"]) {
      const stop = new AbortController();
      if (where === "notebook") setNotebook({ display() {}, signal: stop.signal });
      const history = await fit(model, data, {
        epochs: 50,
        signal: where === "signal" ? stop.signal : undefined,
        onEpoch: ({ epochs }) => void (epochs === 2 && stop.abort()),
      });
      setNotebook(undefined);
      expect(history).toMatchObject({ stopped: "interrupted", epochs: 2, best: 1 });
    }
    model.dispose();
  });

  it("lets the event loop run every 100 ms of its clock", async () => {
    const model = build();
    let [time, ticks] = [0, 0];
    const timer = setInterval(() => ticks++, 0);
    // Every look at the clock takes 30 ms, and each of the 40 batches looks once or twice.
    await fit(model, data, { epochs: 20, now: () => (time += 30) });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
    model.dispose();
  });

  it("leaks nothing: its own optimizer, the best weights, an interrupt, an error", async () => {
    const model = build();
    await expectNoLeak(() => fit(model, data, { epochs: 3, validation: data, patience: 1 }));
    const stopped = AbortSignal.abort();
    const { epochs, best } = await expectNoLeak(() => fit(model, data, { signal: stopped }));
    expect([epochs, best]).toEqual([0, -1]);
    await expectNoLeak(async () => {
      const optimizer = tf.train.sgd(1e30);
      await expect(fit(model, data, { optimizer })).rejects.toThrow(
        /Expected finite losses. Found \S+ for task "\w+" at step \d+ \(epoch \d+\). Lower/,
      );
      optimizer.dispose();
    });
    model.dispose();
  });
});
