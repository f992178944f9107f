// One update of all networks: theta_k <- theta_k - rate * grad L_k (formula F7), in one pass, on labelled and other rows.
import * as tf from "@tensorflow/tfjs";
import { nextSeed, type Rng } from "../data/random";
import { compiled } from "../engine/graph/compiled";
import { begin, through } from "../models/build";
import { flat } from "../models/blocks/dense";
import { trainableWeights } from "../models/graph";
import type { Block } from "../models/model";
import { applyInOrder } from "../training/gradients";
import { softClassification } from "./learners/net";
import { sharedFeatures, type Sharing } from "./sharing";
import { crossEntropyOf, stopped } from "./terms";

/** The networks with their shared part, as tensors see them. */
export interface Networks {
  /** net k: its inputs to [features h_k, raw scores z_k]. */
  readonly nets: readonly tf.LayersModel[];
  /** Width of the features. */
  readonly width: number;
  /** What the shared features become: raw scores. */
  readonly head: tf.LayersModel;
}

/** Rows of a step: the first are labelled, the others have passed labels. */
export type StepRows = {
  /** Inputs of each network, [network][input]. */
  inputs: tf.Tensor[][];
  /** Labels [labelled, classes], and which of them belong to each network's data: [labelled, networks] of 0 and 1. */
  labels: tf.Tensor2D;
  own: tf.Tensor2D;
  /** Passed labels [others, classes], and how much each counts, the ramp included: [others]. */
  passed: tf.Tensor2D;
  counts: tf.Tensor1D;
};

/** A network of this encoder with raw scores for the classes. */
export function network(o: {
  inputs: Record<string, number[]>;
  encoder: Block[];
  classes: number;
  rng: Rng;
}): tf.LayersModel {
  const tasks = { scores: softClassification(o.classes) };
  const made = begin({ inputs: o.inputs, encoder: o.encoder, tasks, seed: nextSeed(o.rng) });
  const h = flat(through(made.features, o.encoder, made.rng));
  const z = linear(o.classes, made.rng).apply(h) as tf.SymbolicTensor;
  return tf.model({ inputs: made.inputs, outputs: [h, z] });
}

/** The classifier on top of shared features. */
export function sharedHead(width: number, classes: number, rng: Rng): tf.LayersModel {
  const input = tf.input({ shape: [width] });
  return tf.model({
    inputs: input,
    outputs: linear(classes, rng).apply(input) as tf.SymbolicTensor,
  });
}

/** Features and raw scores of one network. */
export function forward(
  net: tf.LayersModel,
  inputs: readonly tf.Tensor[],
  o: { training: boolean },
): [h: tf.Tensor2D, z: tf.Tensor2D] {
  const given = inputs.length === 1 ? inputs[0] : [...inputs];
  return net.apply(given, { training: o.training }) as [tf.Tensor2D, tf.Tensor2D];
}

/**
 * The losses [L_1 ... L_K, L_shared] of these rows: each the cross entropy with its labels, in the mean, plus that with
 * the passed labels, each times what it counts, over all other rows. With `detached` the shared loss leaves the encoders
 * alone.
 */
export function networkLosses(
  { nets, head }: Networks,
  weights: (features: readonly tf.Tensor2D[]) => tf.Tensor2D,
  { inputs, labels, own, passed, counts }: StepRows,
  o: { detached: boolean },
): tf.Scalar[] {
  const split = [labels.shape[0], passed.shape[0]];
  const term = (z: tf.Tensor2D, belongs?: tf.Tensor1D): tf.Scalar => {
    const [known, other] = tf.split(z, split) as tf.Tensor2D[];
    const ce = crossEntropyOf(labels, known);
    const given = belongs ? ce.mul(belongs).sum().div(belongs.sum().maximum(1)) : ce.mean();
    const taught = crossEntropyOf(passed, other).mul(counts).mean();
    return given.add(taught) as tf.Scalar;
  };
  const mine = tf.unstack(own, 1) as tf.Tensor1D[];
  const outputs = nets.map((net, k) => forward(net, inputs[k], { training: true }));
  const losses = outputs.map(([, z], k) => term(z, mine[k]));
  const features = outputs.map(([h]) => (o.detached ? stopped(h) : h));
  const h = sharedFeatures(features, weights(features));
  return [...losses, term(head.apply(h) as tf.Tensor2D)];
}

/** A function that updates everything once and gives the losses, [networks + 1]; compiled where that is possible. */
export function networkStep(
  networks: Networks,
  sharing: ReturnType<Sharing["start"]>,
  optimizer: tf.Optimizer,
  o: { detached: boolean; shared: number; compile: boolean },
) {
  const variables = [
    ...networks.nets.flatMap(trainableWeights),
    ...trainableWeights(networks.head),
    ...sharing.variables,
  ];
  const update = (rows: StepRows): tf.Tensor1D => {
    const terms = () => tf.stack(networkLosses(networks, sharing.weights, rows, o)) as tf.Tensor1D;
    // The gradient of L_1 + ... + L_K + s L_shared: the vector (1 ... 1, s) times the Jacobian, one backward pass.
    const ones = tf.tensor1d([...networks.nets.map(() => 1), o.shared]);
    const { value, grads } = tf.engine().gradients<tf.Tensor1D>(terms, variables, ones, true);
    applyInOrder(optimizer, variables, grads);
    return value;
  };
  return compiled(update, { compile: o.compile, optimizers: [optimizer] });
}

function linear(units: number, rng: Rng): tf.layers.Layer {
  return tf.layers.dense({
    units,
    kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed(rng) }),
  });
}
