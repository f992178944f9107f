// Deep co-training: networks agree on what has no label, and stay different where one of them can be fooled.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import type { Examples } from "../training/check";
import { ramp } from "./criteria";
import { inputsOf, labelLoss, scoresOf, targetOf, type PeerBatch } from "./peerBatch";
import type { PeerOptions } from "./peerOptions";
import { trainPeers, type Lesson } from "./peers";
import type { PeerHistory } from "./peerHistory";
import { checkFewLabels, checkFrom } from "./semiSupervised";
import { crossEntropyOf, disagreement } from "./terms";

/** How much agreement and difference count. */
export interface DeepCoTrainingOptions extends PeerOptions {
  /** Of the agreement on rows without a label, at most. Default 10. */
  agreement?: number;
  /** Of the difference on adversarial rows, at most. Default 0.5. */
  difference?: number;
  /** Size of an adversarial step, in the inputs' unit. Default 0.02. */
  epsilon?: number;
  /** Epochs until both weights are reached, by exp(-5 (1 - t/n)^2). Default: 40 % of the epochs. */
  rampEpochs?: number;
}

/**
 * Deep co-training (Qiao et al. 2018), for two networks or more:
 * sum_k CE(y, p_k) + a(t) JS(p_1, ..., p_K) on rows without a label + d(t) sum_k H(p_j(x), p_k(x + e sign grad_x of j's
 * loss)), j the network after k: each must answer rightly where the other is fooled. JS = H(mean p) - mean H(p) moves all
 * networks, p_j(x) counts as constant. Networks that read different views have no third term: they differ by nature, and
 * one cannot see what fools the other. All learn in one step, of `batchSize` labelled rows and four times as many others.
 *
 * @example
 * await deepCoTraining([a, b], few, { epochs: 60, diagnostics: { test } });
 */
export async function deepCoTraining<T extends Tasks>(
  models: readonly Model<T>[],
  data: Examples,
  o: DeepCoTrainingOptions = {},
): Promise<PeerHistory> {
  const { epochs = 30, batchSize = 32, agreement = 10, difference = 0.5, epsilon = 0.02 } = o;
  const { rampEpochs = Math.round(0.4 * epochs) } = o;
  if (models.length < 2) {
    throw expected("two networks or more", `${models.length}`, "Take fixMatch() for a single one.");
  }
  checkFrom("agreement", agreement, 0, Infinity);
  checkFrom("difference", difference, 0, Infinity);
  checkFewLabels(models, data);
  const levels = (epoch: number) =>
    [agreement, difference].map((weight) => weight * ramp(epoch, rampEpochs));
  const loop = { unlabelled: 4 * batchSize, ...o, levels, atOnce: true };
  return trainPeers(models, data, loop, deepCoTrainingLesson(models, epsilon));
}

/** What network k learns; levels are the weights of agreement and difference. A K-th of the agreement is its own. */
export function deepCoTrainingLesson(models: readonly Model[], epsilon: number): Lesson {
  const sameView =
    new Set(models.map(({ inputs }) => Object.keys(inputs).sort().join())).size === 1;
  return (k, batch) => {
    const next = models[(k + 1) % models.length];
    const open = tf.isNaN(targetOf(models[k], batch)).cast("float32");
    const [agreement, difference] = batch.levels;
    const clean = tf.softmax(scoresOf(next, batch)[0]) as tf.Tensor2D;
    const fooling = sameView ? { ...batch, inputs: adversarial(next, batch, epsilon) } : undefined;
    return {
      weights: fooling ? [agreement, difference] : [agreement],
      losses: () => {
        const scores = models.map((model) => scoresOf(model, batch, { training: true })[0]);
        const apart = disagreement(scores).mul(open).sum().div(open.sum().maximum(1));
        const labels = labelLoss(models[k], batch);
        const share = apart.div(models.length) as tf.Scalar;
        if (!fooling) return [labels, share];
        const [answer] = scoresOf(models[k], fooling, { training: true });
        return [labels, share, crossEntropyOf(clean, answer).mean() as tf.Scalar];
      },
    };
  };
}

/**
 * Inputs that fool a model (Goodfellow, Shlens and Szegedy 2015): x + epsilon sign(grad_x CE(y, p(x))), y the label, or
 * what the model says where there is none. By name; no gradient reaches the model.
 */
export function adversarial(
  model: Model,
  batch: PeerBatch,
  epsilon: number,
): Record<string, tf.Tensor> {
  const names = Object.keys(model.inputs);
  const [task] = Object.values(model.tasks);
  const said = scoresOf(model, batch)[0].argMax(1).cast("float32");
  const given = targetOf(model, batch);
  const labels = tf.where(tf.isNaN(given), said, given);
  const loss = (...xs: tf.Tensor[]) => {
    const inputs = Object.fromEntries(names.map((name, i) => [name, xs[i]]));
    return task.loss(labels, scoresOf(model, { inputs })[0]).sum();
  };
  const slopes = tf.grads(loss)(inputsOf(model, batch));
  return Object.fromEntries(
    names.map((name, i) => [name, batch.inputs[name].add(slopes[i].sign().mul(epsilon))]),
  );
}
