// What each task asks of the weights, one by one: for weightings that look at gradients before they decide.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import { rememberMasks } from "../models/blocks/dropout";
import { ownWeights, trainableWeights } from "../models/graph";
import type { Model } from "../models/model";
import { dealt, labelsPerPart, meanOf, taken } from "./batches";
import { penaltyOf, taskLosses } from "./losses";
import type { Batch } from "./step";

/** The gradients of all tasks on one batch, before anything is weighted. */
export type TaskGradients = {
  /** [tasks] */
  losses: tf.Tensor1D;
  /** <grad L_i, grad L_j> over the shared weights, [tasks, tasks]. */
  gram: tf.Tensor2D;
  /** Row i is grad L_i over all shared weights, flattened one after the other. */
  shared: tf.Tensor2D;
  /** Gradients of the weights that only one task reaches. */
  own: tf.Tensor[];
  /** Gradients of what joins the joint loss besides the tasks, by weight. */
  penalty: tf.NamedTensorMap;
};

/** Measures the gradients of a batch, and applies a sum of them; all from tensors to tensors. */
export interface Gradients {
  /** Entries of each shared weight. */
  readonly sizes: readonly number[];
  measure(batch: Batch): TaskGradients;
  /** The sum that these weights make. */
  apply(o: { found: TaskGradients; weights: tf.Tensor1D; heads: tf.Tensor1D }): void;
  /** This gradient of the shared weights; everything else is a mean over what several batches gave. */
  applyCombined(o: { found: TaskGradients[]; gradient: tf.Tensor1D; heads: tf.Tensor1D }): void;
  /** What `work` gives with the shared weights moved by -step; afterwards they are as they were. */
  moved<R>(step: tf.Tensor1D, work: () => R): R;
}

/**
 * TensorFlow.js keeps no tape, so `measure` runs the network once per task. The shared weights get sum_i w_i grad L_i;
 * the weights of task i alone get heads_i grad L_i; penalties join unweighted.
 */
export function gradientsOf(model: Model, optimizer: tf.Optimizer, parts = 1): Gradients {
  const variables = trainableWeights(model.net);
  const tasks = Object.keys(model.tasks).length;
  // With a single task nothing is shared: all its weights stand in.
  const shared = tasks === 1 ? variables : model.shared;
  if (shared.length === 0) {
    throw expected(
      "weights that tasks share, as this weighting compares the tasks' gradients there",
      "none in this model",
      "Use an architecture that shares layers, hardSharing for instance, or another weighting.",
    );
  }
  const owners = tasks === 1 ? [] : ownWeights(model.net);
  const penalty = penaltyOf(model);

  const sizes = shared.map((v) => v.size);

  return {
    sizes,

    measure(batch) {
      const cut = dealt(batch, parts);
      const labels = labelsPerPart(cut);
      const found = cut.map((part) => tf.tidy(() => measured(part, labels)));
      const shared = meanOf(found.map((f) => f.shared));
      return {
        losses: meanOf(found.map((f) => f.losses)),
        gram: tf.matMul(shared, shared, false, true),
        shared,
        own: owners.map((_, i) => meanOf(found.map(({ own }) => own[i]))),
        penalty: meansOf(found),
      };
    },

    apply({ found, weights, heads }) {
      const sum = tf.matMul(weights.reshape([1, tasks]), found.shared).flatten();
      spread(sum, [found], heads);
    },

    applyCombined({ found, gradient, heads }) {
      spread(gradient, found, heads);
    },

    moved(step, work) {
      const before = shared.map((v) => v.clone());
      try {
        pieces(step).forEach((piece, i) => shared[i].assign(shared[i].sub(piece)));
        return work();
      } finally {
        before.forEach((value, i) => shared[i].assign(value));
      }
    },
  };

  function measured(part: Batch, labels?: tf.Tensor1D): Omit<TaskGradients, "gram"> {
    const { inputs, targets } = taken(part);
    const again = rememberMasks(model.net);
    const passes = Array.from({ length: tasks }, (_, task) => {
      again(); // Every pass drops the same features.
      const loss = () => taskLosses(model, inputs, targets, { training: true, labels })[task];
      return tf.variableGrads(loss, variables);
    });
    const gradient = (task: number, v: tf.Variable) =>
      passes[task].grads[v.name] ?? tf.zerosLike(v);
    const rows = passes.map((_, task) => tf.concat(shared.map((v) => gradient(task, v).flatten())));
    return {
      losses: tf.stack(passes.map(({ value }) => value)) as tf.Tensor1D,
      shared: tf.stack(rows) as tf.Tensor2D,
      own: owners.map(({ task, weight }) => gradient(task, weight)),
      penalty: penalty ? tf.variableGrads(() => penalty(inputs), variables).grads : {},
    };
  }

  /** One flat vector, cut into the shapes of the shared weights. */
  function pieces(vector: tf.Tensor): tf.Tensor[] {
    return tf.split(vector, sizes).map((piece, i) => piece.reshape(shared[i].shape));
  }

  /** Hands every weight its part. */
  function spread(sum: tf.Tensor, found: TaskGradients[], heads: tf.Tensor1D): void {
    const combined = new Map(pieces(sum).map((piece, i) => [shared[i].name, piece]));
    owners.forEach(({ task, weight }, i) =>
      combined.set(weight.name, meanOf(found.map(({ own }) => own[i])).mul(heads.slice(task, 1))),
    );
    for (const [name, extra] of Object.entries(meansOf(found))) {
      combined.set(name, combined.get(name)?.add(extra) ?? extra);
    }
    const gradients = variables.map((v) => combined.get(v.name));
    applyInOrder(optimizer, variables, gradients);
  }
}

/** The penalty's gradients, a mean over batches. */
function meansOf(found: readonly Pick<TaskGradients, "penalty">[]): tf.NamedTensorMap {
  const names = Object.keys(found[0].penalty);
  return Object.fromEntries(names.map((n) => [n, meanOf(found.map(({ penalty }) => penalty[n]))]));
}

/**
 * Applies gradients in the order of the variables, 0 for those no loss reaches: optimisers keep their moments by position,
 * so every step must name the same variables in the same order.
 */
export function applyInOrder(
  optimizer: tf.Optimizer,
  variables: readonly tf.Variable[],
  gradients: readonly (tf.Tensor | null | undefined)[],
): void {
  optimizer.applyGradients(
    Object.fromEntries(variables.map((v, i) => [v.name, gradients[i] ?? tf.zerosLike(v)])),
  );
}
