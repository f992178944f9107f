// From a batch to one loss per task: the network's raw scores, unlabelled rows left out; and what joins the joint loss.
import * as tf from "@tensorflow/tfjs";
import type { Model } from "../models/model";
import type { Task } from "../tasks/task";
import { distance } from "../weighting/joint";

/** The network's raw scores, [batch, units] per task. `inputs` are in the order of the model's inputs. */
export function rawScores(
  model: Model,
  inputs: readonly tf.Tensor[],
  o: { training?: boolean } = {},
): tf.Tensor2D[] {
  const given = inputs.length === 1 ? inputs[0] : [...inputs];
  const scores = model.net.apply(given, { training: o.training ?? false });
  return (Array.isArray(scores) ? scores : [scores]) as tf.Tensor2D[];
}

/**
 * The loss of each task on a batch: the mean over the rows that have a label for it, 0 where none has one. Scalars, in
 * the order of the model's tasks; gradients flow, and a NaN target (unlabelled) sends none. With `labels`, [tasks], the
 * sums over rows are divided by these numbers instead.
 *
 * @example
 * const losses = taskLosses(model, [batch.inputs.x], [batch.targets.digit, batch.targets.parity]);
 */
export function taskLosses(
  model: Model,
  inputs: readonly tf.Tensor[],
  targets: readonly tf.Tensor[],
  o: { training?: boolean; labels?: tf.Tensor1D } = {},
): tf.Scalar[] {
  return tf.tidy(() => {
    const scores = rawScores(model, inputs, o);
    return Object.values(model.tasks).map((task, i) => {
      const count = o.labels?.slice(i, 1).asScalar();
      return maskedMean(task, targets[i], scores[i], count);
    });
  });
}

/** How many rows have a label for each task, [tasks]. */
export function labelCounts(targets: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.stack(targets.map((target) => labelledIn(target).sum())) as tf.Tensor1D;
}

/** What joins the joint loss besides the tasks, as a function of a batch's inputs. */
export type Penalty = (inputs: readonly tf.Tensor[]) => tf.Scalar;

/** l2 terms of layers (F3), the pull between towers (F9), and what layers add that look at features; if any. */
export function penaltyOf(model: Model): Penalty | undefined {
  const { net, pull } = model;
  const regularised = net.layers.some((layer) => layer.losses.length > 0);
  const looking = net.layers.filter(isLooking);
  if (!regularised && !pull && looking.length === 0) return undefined;
  const weights = new Map(net.weights.map((weight) => [weight.originalName, weight]));
  const towers = pull?.towers.map((names) => names.map((name) => weights.get(name)!));
  const seen = looking.map((layer) => [layer.input].flat());
  const outputs = [...new Set(seen.flat())];
  // The part of the network that makes the features they look at; it owns nothing.
  const below = outputs.length > 0 && tf.model({ inputs: net.inputs, outputs });
  return (inputs) =>
    tf.tidy(() => {
      const terms = regularised ? net.calculateLosses() : [];
      if (pull) {
        const values = towers!.map((tower) => tower.map((weight) => weight.read()));
        terms.push(distance(values).mul(pull.lambda));
      }
      if (below) {
        const features = [below.apply([...inputs])].flat() as tf.Tensor[];
        const value = (x: tf.SymbolicTensor) => features[outputs.indexOf(x)];
        looking.forEach((layer, i) => terms.push(layer.penalty(seen[i].map(value))));
      }
      return tf.addN(terms);
    });
}

/** A layer that adds a term to the joint loss, made of the features it reads; with strength 0 it need not be asked. */
type Looking = tf.layers.Layer & { strength: number; penalty(inputs: tf.Tensor[]): tf.Scalar };

function isLooking(layer: tf.layers.Layer): layer is Looking {
  return "penalty" in layer && (layer as Looking).strength > 0;
}

function maskedMean(task: Task, target: tf.Tensor, raw: tf.Tensor2D, count?: tf.Scalar): tf.Scalar {
  const labelled = labelledIn(target);
  // A loss of NaN times 0 is NaN, so the target itself must hold a number.
  const clean = tf.where(tf.isNaN(target), tf.zerosLike(target), target);
  const sum = task.loss(clean, raw).mul(labelled).sum();
  return sum.div(count ?? labelled.sum().maximum(1));
}

/** 1 for rows that have a label, 0 for the others. */
function labelledIn(target: tf.Tensor): tf.Tensor1D {
  const missing = tf.isNaN(target);
  const unlabelled = target.rank > 1 ? missing.any(range(1, target.rank)) : missing;
  return unlabelled.logicalNot().cast("float32") as tf.Tensor1D;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
