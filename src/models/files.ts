// A trained model on disk: model.json, which TensorFlow.js reads too, and a file of weights beside it.
import * as tf from "@tensorflow/tfjs";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expected, list } from "../errors";
import type { Task, Tasks, TaskSpec } from "../tasks/task";
import { taskFrom } from "../tasks/taskFrom";
import "./blocks"; // These two register their layers, so that networks with them can be read.
import "./layers";
import { modelOf } from "./build";
import type { Model, Pull } from "./model";

/** What a model is besides its network. A task of the reader's own has no spec. */
interface Card {
  version: 1;
  inputs: Record<string, number[]>;
  tasks: { name: string; spec: TaskSpec | null }[];
  pull?: Pull;
}

/** model.json, in the layers format of TensorFlow.js. */
interface ModelFile {
  format: string;
  modelTopology: object;
  weightsManifest: { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[];
  userDefinedMetadata: { taskweave: Card };
}

const WEIGHTS = /^weights-[0-9a-f]{16}\.bin$/;

/**
 * Writes a model into a folder, made if need be: the network in the layers format of TensorFlow.js (model.json and
 * weights-....bin, named after their content) together with its inputs and tasks. A crash half-way leaves the model
 * that was there before. Optimiser state is not kept.
 *
 * @example
 * await save(model, "models/digits");
 */
export async function save(model: Model, folder: string): Promise<void> {
  let artifacts!: tf.io.ModelArtifacts;
  await model.net.save({
    save: async (found) => {
      artifacts = found;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    },
  });
  const weights = Buffer.from(tf.io.CompositeArrayBuffer.join(artifacts.weightData));
  const path = `weights-${digest(weights)}.bin`;
  const file: ModelFile = {
    format: "layers-model",
    modelTopology: artifacts.modelTopology as object,
    weightsManifest: [{ paths: [path], weights: artifacts.weightSpecs! }],
    userDefinedMetadata: { taskweave: cardOf(model) },
  };
  await mkdir(folder, { recursive: true });
  await writeWhole(folder, path, weights);
  // From here on the folder holds the new model.
  await writeWhole(folder, "model.json", JSON.stringify(file));
  for (const old of await readdir(folder)) {
    if (WEIGHTS.test(old) && old !== path) await rm(join(folder, old));
  }
}

/**
 * Reads a model that `save` wrote. Say its tasks' type for typed scores. Tasks of your own making, which a file cannot
 * hold, are handed over in `tasks`. RangeError for a folder without a whole model.
 *
 * @example
 * const model = await load<{ digit: Task; parity: Task }>("models/digits");
 */
export async function load<T extends Tasks = Tasks>(
  folder: string,
  o: { tasks?: Partial<T> } = {},
): Promise<Model<T>> {
  const { file, weights } = await read(folder);
  const card = file.userDefinedMetadata.taskweave;
  const tasks = card.tasks.map(({ name, spec }) => [name, o.tasks?.[name] ?? again(name, spec)]);
  const net = await tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: file.modelTopology,
      weightSpecs: file.weightsManifest[0].weights,
      weightData: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length),
    } as tf.io.ModelArtifacts),
  );
  return modelOf(net, { inputs: card.inputs, tasks: Object.fromEntries(tasks) as T }, card.pull);
}

async function read(folder: string): Promise<{ file: ModelFile; weights: Buffer }> {
  const broken = (found: string) =>
    expected(
      `a model that save() wrote in "${folder}"`,
      found,
      "Save it again, or correct the path.",
    );
  const open = (name: string) =>
    readFile(join(folder, name)).catch((error: NodeJS.ErrnoException) => {
      throw broken(error.code === "ENOENT" ? `no ${name}` : `${name}, unreadable: ${error.code}`);
    });
  const text = (await open("model.json")).toString();
  let file: ModelFile;
  try {
    file = JSON.parse(text) as ModelFile;
  } catch {
    throw broken("a model.json that is not whole");
  }
  const version = file?.userDefinedMetadata?.taskweave?.version;
  const path = file?.weightsManifest?.[0]?.paths?.[0];
  if (version === undefined) throw broken("a model.json of another program");
  if (version !== 1) throw broken(`version ${version}, made by a newer taskweave`);
  if (!WEIGHTS.test(path)) throw broken(`weights in "${path}"`);
  const weights = await open(path);
  if (path !== `weights-${digest(weights)}.bin`)
    throw broken("weights that were changed or cut off");
  return { file, weights };
}

function cardOf(model: Model): Card {
  const tasks = Object.entries(model.tasks).map(([name, { spec }]) => ({
    name,
    spec: spec ?? null,
  }));
  return { version: 1, inputs: model.inputs, tasks, pull: model.pull };
}

function again(name: string, spec: TaskSpec | null): Task {
  if (spec) return taskFrom(spec);
  throw expected(
    `the task ${list([name])}, which is of its author's own making`,
    "none in the file",
    `Hand it over: load(folder, { tasks: { ${name}: ... } }).`,
  );
}

function digest(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

/** Writes beside the file and then renames, so that nobody ever sees half a file. */
async function writeWhole(folder: string, name: string, content: Buffer | string): Promise<void> {
  const half = join(folder, `.${name}.${process.pid}`);
  try {
    await writeFile(half, content);
    await rename(half, join(folder, name));
  } finally {
    await rm(half, { force: true });
  }
}
