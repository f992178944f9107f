// A step of a weighting: a number per task, and one weighted sum of gradients.
import * as tf from "@tensorflow/tfjs";
import { rememberMasks } from "../models/blocks/dropout";
import { trainableWeights } from "../models/graph";
import type { Model } from "../models/model";
import type { Rule, StepInfo, Weighting } from "../weighting/weighting";
import { dealt, labelsPerPart, meanOf, taken } from "./batches";
import { applyInOrder, gradientsOf } from "./gradients";
import { penaltyOf, taskLosses } from "./losses";
import { checked, read, vector } from "./numbers";
import type { At, Batch, Making, Weighed } from "./step";

/** The step, to be run inside tf.tidy. */
export function weightedStep(
  { model, optimizer, accumulate, fast }: Making,
  weighting: Weighting,
  rule: Rule,
): (batch: Batch, at: At) => Weighed {
  const names = Object.keys(model.tasks);
  const plain = lossesOf(model, optimizer, accumulate);
  const [measure, update] = [fast(plain.measure), fast(plain.update)];
  const perTask = weighting.needs === "gram" || weighting.heads === "own";
  const gradients = perTask ? gradientsOf(model, optimizer, accumulate) : undefined;
  const measureEach = gradients && fast(gradients.measure);
  const apply = gradients && fast(gradients.apply);

  return (batch, at) => {
    const again = rememberMasks(model.net);
    const found = measureEach?.(batch);
    const before = found?.losses ?? (weighting.needs === "losses" ? measure(batch) : undefined);
    const info: StepInfo = {
      ...at,
      losses: before ? read(before, names, at) : [],
      gram: found?.gram.arraySync() ?? [],
    };
    const weights = checked(weighting, names, rule.weights(info));
    let losses = info.losses;
    if (found) {
      const heads =
        weighting.heads === "own" ? (rule.heads?.(info) ?? names.map(() => 1)) : weights;
      checked(weighting, names, heads);
      apply!({ found, weights: vector(weights), heads: vector(heads) });
    } else {
      again(); // The update drops the same features as the measurement.
      losses = read(update({ ...batch, weights: vector(weights) }), names, at);
    }
    rule.observe?.({ ...info, losses });
    if (rule.after) {
      again();
      rule.after(read(measure(batch), names, at));
    }
    return { losses, weights };
  };
}

/** From tensors to tensors: the losses of a batch, [tasks]; a mean over its parts. */
export function measureOf(model: Model, parts: number): (batch: Batch) => tf.Tensor1D {
  return (batch) => {
    const cut = dealt(batch, parts);
    const labels = labelsPerPart(cut);
    return meanOf(cut.map((part) => lossesIn(model, taken(part), labels)));
  };
}

function lossesIn(model: Model, { inputs, targets }: Batch, labels?: tf.Tensor1D): tf.Tensor1D {
  return tf.stack(taskLosses(model, inputs, targets, { training: true, labels })) as tf.Tensor1D;
}

/** The losses; and an update with these weights, which returns them too. */
function lossesOf(model: Model, optimizer: tf.Optimizer, parts: number) {
  const variables = trainableWeights(model.net);
  const penalty = penaltyOf(model);
  const measure = measureOf(model, parts);

  /** The losses of a part, and the gradients of their weighted sum. */
  const backward = (part: Batch, weights: tf.Tensor1D, labels?: tf.Tensor1D) => {
    // The gradient of sum_i w_i L_i is the vector w times the Jacobian of (L_1 ... L_K): one backward pass.
    const terms = (): tf.Tensor1D => {
      const chosen = taken(part);
      const losses = lossesIn(model, chosen, labels);
      if (!penalty) return losses;
      return losses.concat(penalty(chosen.inputs).reshape([1])) as tf.Tensor1D;
    };
    const w = penalty ? weights.concat(tf.ones<tf.Rank.R1>([1])) : weights;
    const { value, grads } = tf.engine().gradients<tf.Tensor1D>(terms, variables, w, true);
    return { losses: value.slice(0, weights.size) as tf.Tensor1D, grads };
  };

  const update = ({ weights, ...batch }: Batch & { weights: tf.Tensor1D }): tf.Tensor1D => {
    const cut = dealt(batch, parts);
    const labels = labelsPerPart(cut);
    // What a part needed on the way is freed before the next one.
    const found = cut.map((part) => tf.tidy(() => backward(part, weights, labels)));
    const gradients = variables.map((v, i) =>
      meanOf(found.map(({ grads }) => grads[i] ?? tf.zerosLike(v))),
    );
    applyInOrder(optimizer, variables, gradients);
    return meanOf(found.map(({ losses }) => losses));
  };
  return { measure, update };
}
