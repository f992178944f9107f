// Golden cases of architectures: builds the model of each case, gives it the case's weights, and measures the difference.
import * as tf from "@tensorflow/tfjs";
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
import { classes } from "../toys";

/** A model's weights by the names of the PyTorch layers that made the case; a layer's matrix is [out, in]. */
export interface ArchitectureCase {
  architecture: string;
  T: number;
  hyperparameters: { num_experts?: number[]; num_nonzeros?: number; kgamma?: number };
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

/** The largest difference between the library's outputs and the case's. */
export function architectureError(c: ArchitectureCase): number {
  return tf.tidy(() => {
    const built = builders[c.architecture](c);
    give(built, c);
    const found = rawScores(built.model, [tf.tensor2d(c.input)]);
    const gaps = Object.values(c.output).map((y, t) => found[t].sub(tf.tensor2d(y)).abs().max());
    const error = tf.stack(gaps).max().dataSync()[0];
    built.model.dispose();
    return error;
  });
}

const tanh = dense(5, { activation: "tanh" });
/** A stem and four blocks: what stands for a ResNet. */
const resnet: Block[] = [dense(5), tanh, tanh, tanh, tanh];

const options = (c: ArchitectureCase, encoder = [tanh]) => {
  const tasks = Object.fromEntries(Object.keys(c.output).map((name) => [name, classes(2)]));
  return { inputs: { x: [c.input[0].length] }, encoder, tasks };
};
const tasksOf = (c: ArchitectureCase) => Object.keys(c.output);
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
    const { num_experts, num_nonzeros: k, kgamma: gamma } = c.hyperparameters;
    const [experts] = num_experts!;
    return {
      model: dselectK({ ...options(c), experts, k, gamma }),
      dense: [
        ...shared(experts),
        ...tasksOf(c).flatMap((t) => [`_z_logits.${t}`, `_w_logits.${t}`]),
      ],
    };
  },
  // LibMTL does not stitch after the stem and after the last block.
  Cross_stitch: (c) => ({
    model: crossStitch(options(c, resnet)),
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
      model: ple({ ...options(c, resnet), shared: count, own: own(c), sharedPath: false }),
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
    model: ltb({ ...options(c, resnet), warmup: 1 }),
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
    layer.setWeights([row.transpose().tile([1, 5])]);
  });
}

/** The layers of a class in the order in which they were made, which their names number. */
export function made(model: Model, type: string): tf.layers.Layer[] {
  const number = ({ name }: tf.layers.Layer) => Number(/\d+$/.exec(name)?.[0]);
  return allLayers(model.net)
    .filter((layer) => layer.getClassName() === type)
    .sort((a, b) => number(a) - number(b));
}
