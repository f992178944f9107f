// What every architecture has in common: inputs at the front, one head per task at the end, options that make sense.
import * as tf from "@tensorflow/tfjs";
import { nextSeed, seeded, type Rng } from "../data/random";
import { expected } from "../errors";
import type { Task, Tasks } from "../tasks/task";
import { flat } from "./blocks/dense";
import { sharedWeights } from "./graph";
import type { Block, Model, ModelOptions, Pull } from "./model";

/** Where an architecture starts: its input layers, the features they give together, and its random stream. */
export interface Beginning {
  inputs: tf.SymbolicTensor[];
  features: tf.SymbolicTensor;
  rng: Rng;
}

/** Checks the options and makes the input layers. Several inputs are concatenated (A004), a single one is used as it is. */
export function begin<T extends Tasks>(o: ModelOptions<T>): Beginning {
  checkOptions(o);
  const inputs = Object.entries(o.inputs).map(([name, shape]) =>
    tf.input({ shape, name: layerName(name) }),
  );
  const features =
    inputs.length === 1 ? inputs[0] : (tf.layers.concatenate().apply(inputs) as tf.SymbolicTensor);
  return { inputs, features, rng: seeded(o.seed ?? 0) };
}

/** Features after these blocks. */
export function through(x: tf.SymbolicTensor, blocks: Block[], rng: Rng): tf.SymbolicTensor {
  return blocks.reduce((features, block) => block(features, rng), x);
}

/** A task's own layers and its linear output, [batch, units] of raw scores. The output layer bears the task's name. */
export function head<T extends Tasks>(
  o: ModelOptions<T>,
  name: string,
  features: tf.SymbolicTensor,
  rng: Rng,
): tf.SymbolicTensor {
  const own = through(features, o.head ?? [], rng);
  const task = o.tasks[name];
  const config = { name: name in o.inputs ? undefined : layerName(name), seed: nextSeed(rng) };
  const kernelInitializer = tf.initializers.glorotUniform(config);
  const output =
    task.layer?.(config) ??
    tf.layers.dense({ units: task.units, kernelInitializer, name: config.name });
  return output.apply(flat(own)) as tf.SymbolicTensor;
}

/** The model with these inputs and one output per task. */
export function finish<T extends Tasks>(
  o: Pick<ModelOptions<T>, "inputs" | "tasks">,
  inputs: tf.SymbolicTensor[],
  outputs: tf.SymbolicTensor[],
  pull?: Pull,
): Model<T> {
  return modelOf(tf.model({ inputs, outputs }), o, pull);
}

/** A network with its tasks, as a model; `load` starts here too. */
export function modelOf<T extends Tasks>(
  net: tf.LayersModel,
  o: Pick<ModelOptions<T>, "inputs" | "tasks">,
  pull?: Pull,
): Model<T> {
  return {
    inputs: o.inputs,
    tasks: o.tasks,
    net,
    shared: sharedWeights(net),
    ...(pull && { pull }),
    dispose: () => free(net),
  };
}

/** Frees a network and those inside it, which count their uses: one use gone is not enough for them. */
function free(net: tf.LayersModel): void {
  while (net.dispose().refCountAfterDispose > 0);
  for (const layer of net.layers) if ("layers" in layer) free(layer as tf.LayersModel);
}

function checkOptions({ inputs, encoder, tasks, head }: ModelOptions<Tasks>): void {
  const shapes = Object.entries(inputs ?? {});
  if (shapes.length === 0) {
    throw expected("at least one input", "none", "Say what it reads: inputs: { x: [64] }.");
  }
  for (const [name, shape] of shapes) {
    const sizes =
      Array.isArray(shape) && shape.length > 0 && shape.every((n) => n > 0 && n % 1 === 0);
    if (sizes) continue;
    throw expected(
      `the shape of one example of input "${name}"`,
      JSON.stringify(shape) ?? "undefined",
      "Give whole numbers without the batch dimension: [64] for 64 columns, [8, 8, 1] for an image.",
    );
  }
  const uneven = shapes.find(([, shape]) => shape.length !== 1);
  if (shapes.length > 1 && uneven) {
    throw expected(
      "several inputs to have one dimension each, as they are concatenated",
      `"${uneven[0]}" of shape [${uneven[1].join(", ")}]`,
      "Use that input alone, or flatten it in the data set.",
    );
  }
  if (Object.keys(tasks ?? {}).length === 0) {
    throw expected("at least one task", "none", "Add one: tasks: { digit: classification(10) }.");
  }
  for (const [name, task] of Object.entries(tasks)) checkTask(name, task);
  checkBlocks("encoder", encoder);
  if (head !== undefined) checkBlocks("head", head);
}

function checkTask(name: string, task: Task): void {
  if (typeof task?.loss === "function" && Number.isInteger(task.units) && task.units > 0) return;
  throw expected(
    `task "${name}" to be a task`,
    typeof task === "function" ? "a function" : String(JSON.stringify(task)),
    "Make one: classification(10), binary(), regression() or boxes().",
  );
}

function checkBlocks(option: string, blocks: Block[]): void {
  const wrong = Array.isArray(blocks)
    ? blocks.find((block) => typeof block !== "function")
    : blocks;
  if (Array.isArray(blocks) && wrong === undefined) return;
  throw expected(
    `${option} to be a list of blocks`,
    Array.isArray(wrong) ? "a list inside the list" : typeof wrong,
    `Write ${option}: mlp([64, 32]), or spread lists: [...cnn([16]), dense(64)].`,
  );
}

/** TensorFlow.js takes only Latin letters, digits and - . _ / in names; other names stay ours and the layer gets its own. */
export function layerName(name: string): string | undefined {
  return /^[A-Za-z0-9][-A-Za-z0-9._]*$/.test(name) ? name : undefined;
}
