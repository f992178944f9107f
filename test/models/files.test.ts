import * as tf from "@tensorflow/tfjs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import "../../src/engine";
import { cnn, dense, dropout, lstm, textCnn } from "../../src/models/blocks";
import { load, save } from "../../src/models/files";
import { hardSharing } from "../../src/models/hardSharing";
import type { Model } from "../../src/models/model";
import { softSharing } from "../../src/models/softSharing";
import { binary } from "../../src/tasks/binary";
import { classification } from "../../src/tasks/classification";
import type { Task } from "../../src/tasks/task";
import { predict } from "../../src/training/predict";
import { expectNoLeak, squared } from "../toys";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "taskweave-"));
});
afterEach(() => rm(folder, { recursive: true }));

const tasks = { kind: classification(3), yes: binary() };
const x = { inputs: { x: [4] } };
const image = { inputs: { x: [8, 8, 1] } };

const outputs = (model: Model) => {
  const shape = [2, ...Object.values(model.inputs)[0]];
  return tf.tidy(() =>
    Object.values(predict(model, { x: tf.ones(shape) })).map((y) => [...y.dataSync()]),
  );
};

describe("save and load", () => {
  it.each([
    [
      "dense with l2 and dropout",
      () => hardSharing({ ...x, encoder: [dense(3, { l2: 0.1 }), dropout(0.5)], tasks }),
    ],
    ["soft sharing", () => softSharing({ ...x, encoder: [dense(3)], tasks, lambda: 0.1 })],
    ["a cnn", () => hardSharing({ ...image, encoder: cnn([2, 3]), tasks })],
    [
      "an lstm",
      () => hardSharing({ ...x, encoder: lstm({ vocabulary: 5, width: 2, units: 3 }), tasks }),
    ],
    [
      "a textCnn",
      () => hardSharing({ ...x, encoder: textCnn({ vocabulary: 5, width: 2, filters: 2 }), tasks }),
    ],
  ] as [string, () => Model][])("gives the same model back: %s", async (_, make) => {
    await expectNoLeak(async () => {
      const model = make();
      await save(model, folder);
      const again = await load<typeof tasks>(folder);
      expect(outputs(again)).toEqual(outputs(model));
      expect(again.inputs).toEqual(model.inputs);
      expect(again.tasks.kind.spec).toEqual({ kind: "classification", classes: 3 });
      expect(again.pull).toEqual(model.pull);
      expect(again.shared.map((w) => w.shape)).toEqual(model.shared.map((w) => w.shape));
      expect(again.net.weights.map((w) => w.originalName)).toEqual(
        model.net.weights.map((w) => w.originalName),
      );
      model.dispose();
      again.dispose();
    });
  });

  it("replaces the model of a folder and leaves other files alone", async () => {
    const models = [1, 2].map((seed) => hardSharing({ ...x, encoder: [], tasks, seed }));
    await writeFile(join(folder, "notes.txt"), "mine");
    for (const model of models) await save(model, folder);
    const files = (await readdir(folder)).sort();
    expect(files).toEqual([
      "model.json",
      "notes.txt",
      expect.stringMatching(/^weights-\w{16}.bin$/),
    ]);
    const again = await load(folder);
    expect(outputs(again)).toEqual(outputs(models[1]));
    [...models, again].forEach((model) => model.dispose());
  });

  it("asks for tasks that a file cannot hold", async () => {
    const model = hardSharing({ ...x, encoder: [], tasks: { size: squared } });
    await save(model, folder);
    await expect(load(folder)).rejects.toThrow('Expected the task "size", which is of its author');
    const again = await load<{ size: Task }>(folder, { tasks: { size: squared } });
    expect(again.tasks.size).toBe(squared);
    [model, again].forEach((each) => each.dispose());
  });

  it("says what is wrong with a folder", async () => {
    const wrong = (found: string) => expect(load(folder)).rejects.toThrow(`Found ${found}`);
    const json = join(folder, "model.json");
    await wrong("no model.json");
    await writeFile(json, '{"format": "layers-mo');
    await wrong("a model.json that is not whole");
    await writeFile(json, "{}");
    await wrong("a model.json of another program");
    const model = hardSharing({ ...x, encoder: [], tasks });
    await save(model, folder);
    const weights = (await readdir(folder)).find((name) => name.startsWith("weights"))!;
    const bytes = await readFile(join(folder, weights));
    await writeFile(join(folder, weights), bytes.subarray(0, 9));
    await wrong("weights that were changed or cut off");
    await rm(join(folder, weights));
    await wrong(`no ${weights}`);
    await save(model, folder);
    await writeFile(json, (await readFile(json, "utf8")).replace('"version":1', '"version":2'));
    await wrong("version 2, made by a newer taskweave");
    model.dispose();
  });

  it("is readable by TensorFlow.js itself", async () => {
    const model = hardSharing({ ...x, encoder: [dense(3)], tasks });
    await save(model, folder);
    const file = JSON.parse(await readFile(join(folder, "model.json"), "utf8"));
    const [{ paths, weights: weightSpecs }] = file.weightsManifest;
    const bytes = new Uint8Array(await readFile(join(folder, paths[0])));
    const { modelTopology } = file;
    const net = await tf.loadLayersModel(
      tf.io.fromMemory({ modelTopology, weightSpecs, weightData: bytes.buffer }),
    );
    expect(net.countParams()).toBe(model.net.countParams());
    net.dispose();
    model.dispose();
  });
});
