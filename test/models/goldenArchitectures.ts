// Golden cases of architectures: builds the model of each case, gives it the case's weights, and measures the difference.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../../src/errors";
import { dense } from "../../src/models/blocks";
import { cgc } from "../../src/models/cgc";
import { crossStitch } from "../../src/models/crossStitch";
import { dselectK } from "../../src/models/dselectK";
import { allLayers } from "../../src/models/graph";
import { hardSharing } from "../../src/models/hardSharing";
import { ltb } from "../../src/models/ltb";
import { mmoe } from "../../src/models/mmoe";
import type { Block, Model } from "../../src/models/model";
import { ple } from "../../src/models/ple";
import { rawScores } from "../../src/training/losses";
import { classification } from "../../src/tasks/classification";
import type { Outcome } from "../weighting/golden";
import { read } from "../weighting/goldenInputs";
import { shorten } from "../weighting/goldenRun";

/** A model's weights by the names of the PyTorch layers that made the case; a layer's matrix is [out, in]. */
export interface ArchitectureCase {
  architecture: string;
  T: number;
  hyperparameters: { num_experts?: number[]; num_nonzeros?: number };
  input: number[][];
  state: Record<string, never>;
  output: Record<string, number[][]>;
}

/** Names of fully connected layers in the order in which the library makes them; `sum`: their input is a mean here. */
interface Built {
  model: Model;
  dense: string[];
  sum?: RegExp;
  /** A matrix per stitched stage: row t is what task t takes. */
  stitches?: tf.Tensor[];
}

/** Float32's share of the largest output. */
const TOLERANCE = 1e-5;

/** Compares every case of the file. */
export function compareArchitectures(folder: string, file: string): Outcome {
  const outcome: Outcome = { passed: 0, excused: new Map(), failed: [], worst: 0 };
  for (const c of read<{ cases: ArchitectureCase[] }>(folder, file).cases) {
    const where = `${c.architecture}, ${c.T} tasks ${JSON.stringify(c.hyperparameters)}`;
    try {
      const error = architectureError(c);
      if (error <= TOLERANCE) outcome.passed += 1;
      else outcome.failed.push(`${where}: outputs off by ${shorten(error)}`);
      outcome.worst = Math.max(outcome.worst, error);
    } catch (error) {
      outcome.failed.push(`${where}: ${(error as Error).message}`);
    }
  }
  return outcome;
}

/** The largest difference between the library's outputs and the case's, as a share of the largest output. */
export function architectureError(c: ArchitectureCase): number {
  return tf.tidy(() => {
    const build = builders[c.architecture];
    if (!build) throw expected("an architecture of LibMTL", c.architecture, "Add its builder.");
    const built = build(c);
    give(built, c);
    const found = tf.stack(rawScores(built.model, [tf.tensor2d(c.input)]));
    const wanted = tf.stack(Object.values(c.output).map((y) => tf.tensor2d(y)));
    built.model.dispose();
    return found.sub(wanted).abs().max().div(wanted.abs().max()).dataSync()[0];
  });
}

const tasksOf = (c: ArchitectureCase) => Object.keys(c.output);
/** A head's matrix, [out, in]: the sizes of every network of the case. */
const head = (c: ArchitectureCase): number[][] => c.state[`decoders.${tasksOf(c)[0]}.weight`];
const tanh = (c: ArchitectureCase) => dense(head(c)[0].length, { activation: "tanh" });
/** A stem and four blocks: what stands for a ResNet. */
const resnet = (c: ArchitectureCase): Block[] => [
  dense(head(c)[0].length),
  ...upTo(4).map(() => tanh(c)),
];

const options = (c: ArchitectureCase, encoder = [tanh(c)]) => {
  const task = classification(head(c).length);
  const tasks = Object.fromEntries(tasksOf(c).map((name) => [name, task]));
  return { inputs: { x: [c.input[0].length] }, encoder, tasks };
};
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
const shared = (n: number) => upTo(n).map((k) => `experts_shared.${k}.lin`);
const own = (c: ArchitectureCase) =>
  Object.fromEntries(tasksOf(c).map((t, i) => [t, c.hyperparameters.num_experts![i + 1]]));
const resnetOrder = (c: ArchitectureCase) => [
  ...tasksOf(c).map((t) => `encoder.resnet_conv.${t}.0`),
  ...upTo(4).flatMap((i) => upTo(c.T).map((t) => `encoder.resnet_layer.${i}.${t}.0`)),
];

const builders: Record<string, (c: ArchitectureCase) => Built> = {
  HPS: (c) => ({ model: hardSharing(options(c)), dense: ["encoder.lin"] }),
  MMoE: (c) => {
    const [experts] = c.hyperparameters.num_experts!;
    return {
      model: mmoe({ ...options(c), experts }),
      dense: [...shared(experts), ...tasksOf(c).map((t) => `gate_specific.${t}.0`)],
    };
  },
  CGC: (c) => {
    const [count] = c.hyperparameters.num_experts!;
    const ownOf = (t: string) => upTo(own(c)[t]).map((k) => `experts_specific.${t}.${k}.lin`);
    return {
      model: cgc({ ...options(c), shared: count, own: own(c) }),
      dense: [
        ...shared(count),
        ...tasksOf(c).flatMap((t) => [...ownOf(t), `gate_specific.${t}.0`]),
      ],
    };
  },
  DSelect_k: (c) => {
    const { num_experts, num_nonzeros: k } = c.hyperparameters;
    const [experts] = num_experts!;
    return {
      // LibMTL's gamma never reaches its smooth step, which always has 1.
      model: dselectK({ ...options(c), experts, k, gamma: 1 }),
      dense: [
        ...shared(experts),
        ...tasksOf(c).flatMap((t) => [`_z_logits.${t}`, `_w_logits.${t}`]),
      ],
    };
  },
  // LibMTL does not stitch after the stem and after the last block.
  Cross_stitch: (c) => ({
    model: crossStitch(options(c, resnet(c))),
    dense: resnetOrder(c),
    stitches: [
      tf.eye(c.T),
      ...tf.unstack(tf.tensor3d(c.state["encoder.cross_unit"])).slice(0, 3),
      tf.eye(c.T),
    ],
  }),
  // LibMTL has no shared path; and while it warms up, towers are summed where the library takes their mean.
  PLE: (c) => {
    const [count] = c.hyperparameters.num_experts!;
    return {
      model: ple({ ...options(c, resnet(c)), shared: count, own: own(c), sharedPath: false }),
      dense: upTo(5).flatMap((i) => [
        ...tasksOf(c).flatMap((t) =>
          upTo(own(c)[t]).map((k) => `encoder.specific_layer.${i}.${t}.${k}.0`),
        ),
        ...upTo(count).map((k) => `encoder.shared_layer.${i}.${k}.0`),
        ...tasksOf(c).map((t) => `encoder.gate_specific.${t}.${i}.0`),
      ]),
    };
  },
  LTB: (c) => ({
    model: ltb({ ...options(c, resnet(c)), warmup: 1 }),
    dense: resnetOrder(c),
    sum: /resnet_layer/,
  }),
};

function give({ model, dense, sum, stitches }: Built, c: ArchitectureCase): void {
  const layers = made(model, "Dense").filter(({ name }) => !(name in c.output));
  if (layers.length !== dense.length) throw Error(`${layers.length} layers, ${dense.length} names`);
  const fill = (layer: tf.layers.Layer, name: string) => {
    const matrix = tf.tensor2d(c.state[`${name}.weight`]).transpose();
    const kernel = sum?.test(name) ? matrix.mul(c.T) : matrix;
    layer.setWeights([kernel, tf.tensor1d(c.state[`${name}.bias`])]);
  };
  layers.forEach((layer, i) => fill(layer, dense[i]));
  for (const task of tasksOf(c)) fill(model.net.getLayer(task), `decoders.${task}`);
  made(model, "Stitch").forEach((layer, i) => {
    const row = stitches![Math.floor(i / c.T)].slice([i % c.T, 0], [1, c.T]);
    layer.setWeights([row.transpose().tile([1, head(c)[0].length])]);
  });
}

/** The layers of a class in the order in which they were made, which their names number. */
export function made(model: Model, type: string): tf.layers.Layer[] {
  const number = ({ name }: tf.layers.Layer) => Number(/\d+$/.exec(name)?.[0]);
  return allLayers(model.net)
    .filter((layer) => layer.getClassName() === type)
    .sort((a, b) => number(a) - number(b));
}
