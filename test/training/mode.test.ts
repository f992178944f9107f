import * as tf from "@tensorflow/tfjs";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { engine } from "../../src/engine";
import { dense } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { setNotebook } from "../../src/notebook";
import { fit, type FitOptions } from "../../src/training/fit";
import { mgda } from "../../src/weighting/mgda";
import type { Task } from "../../src/tasks/task";
import { expectNoLeak, squared } from "../toys";

/** A task whose loss looks at its values, which no graph can. */
const looking: Task = {
  ...squared,
  loss: (target, raw) =>
    squared.loss(target, raw).mul(raw.dataSync()[0] > 1e9 ? 2 : 1) as tf.Tensor1D,
};
const data = {
  inputs: { x: tf.keep(tf.randomNormal([24, 2], 0, 1, "float32", 1)) },
  targets: { a: tf.keep(tf.zeros([24])), b: tf.keep(tf.ones([24])) },
};
afterAll(() => tf.dispose(data));
afterEach(() => setNotebook(undefined));

/** 60 steps; what stayed on the page besides the last word, and the mode. */
async function told(a: Task, o: FitOptions = {}) {
  const notes: string[] = [];
  setNotebook({
    display: (bundle, options) => void (options?.id ?? notes.push(String(bundle["text/plain"]))),
    signal: new AbortController().signal,
  });
  return expectNoLeak(async () => {
    const tasks = { a, b: squared };
    const model = hardSharing({ inputs: { x: [2] }, encoder: [dense(3)], tasks });
    const { mode } = await fit(model, data, { epochs: 20, batchSize: 8, ...o });
    model.dispose();
    return { notes, mode };
  });
}

const why =
  "the step reads a tensor's values (dataSync, arraySync, data, array, print or a loop on values)";

describe.runIf(engine().name === "native")("fit says why steps are not compiled", () => {
  it("once a run, in plain words, however many parts the step has", async () => {
    const notes = [`Steps are not compiled, so they take longer: ${why}.`];
    expect(await told(looking)).toEqual({ notes, mode: `eager: ${why}` });
    expect(await told(looking, { weighting: mgda() })).toEqual({ notes, mode: `eager: ${why}` });
    expect((await told(looking, { epochs: 2, compile: true })).notes).toEqual(notes);
  });

  it("and says nothing when they are, when it was told not to, and in short runs", async () => {
    expect(await told(squared)).toEqual({ notes: [], mode: "compiled" });
    const mode = "eager: compile is false";
    expect(await told(looking, { compile: false })).toEqual({ notes: [], mode });
    expect(await told(looking, { epochs: 2 })).toEqual({ notes: [], mode });
    expect((await told(looking, { progress: false })).notes).toEqual([]);
  });
});

describe.runIf(engine().name !== "native")("on an engine that never compiles", () => {
  it("fit says so only to those who asked", async () => {
    const { notes, mode } = await told(squared);
    expect(mode).toContain("eager: only native TensorFlow runs compiled steps, this is ");
    expect(notes).toEqual([]);
    expect((await told(squared, { compile: true })).notes).toHaveLength(1);
  });
});
