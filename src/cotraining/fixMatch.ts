// FixMatch: what a network is sure of when it sees a row clearly, it learns to say when it sees it badly.
import * as tf from "@tensorflow/tfjs";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import type { Examples } from "../training/check";
import { labelLoss, scoresOf, targetOf } from "./peerBatch";
import type { PeerOptions } from "./peerOptions";
import { trainPeers, type Lesson } from "./peers";
import type { PeerHistory } from "./peerHistory";
import { jitter, perturbed, type Perturbation } from "./perturb";
import { checkFewLabels, checkFrom } from "./semiSupervised";
import { crossEntropyOf } from "./terms";

/** What is taken for a label, and how rows are changed. */
export interface FixMatchOptions extends PeerOptions {
  /** Least probability of a pseudo-label, tau. Default 0.95. */
  threshold?: number;
  /** A threshold per class, lower for classes that are learned late (FlexMatch). Default false. */
  flexible?: boolean;
  /** Of the loss with pseudo-labels. Default 1. */
  weight?: number;
  /** How a row looks when it is given a label. Default: jitter(0.05). */
  weak?: Perturbation;
  /** How a row looks when the label is learned. Default: jitter(0.15, 0.3). */
  strong?: Perturbation;
}

/**
 * FixMatch (Sohn et al. 2020): CE(y, p(weak x)) + weight * mean over all rows of [max q >= tau] CE(argmax q, p(strong x)),
 * q = p(weak x) without gradient; the mean is over all rows of a step, not the chosen ones, so that the threshold acts as
 * a ramp. With `flexible` class c needs only tau_c of FlexMatch (Zhang et al. 2021). A step takes `batchSize` labelled rows
 * and four times as many others. For a model of one task. RangeError where a class has no label, or every row one.
 *
 * @example
 * const few = digits().hide("digit", 50, seeded(1));
 * await fixMatch(model, few, { flexible: true, epochs: 60 });
 */
export async function fixMatch<T extends Tasks>(
  model: Model<T>,
  data: Examples,
  o: FixMatchOptions = {},
): Promise<PeerHistory> {
  const { batchSize = 32, threshold = 0.95, weight = 1, flexible = false, seed = 0 } = o;
  const { weak = jitter(0.05), strong = jitter(0.15, 0.3) } = o;
  checkFrom("threshold", threshold, 0, 1);
  checkFewLabels([model], data);
  const size = Object.values(data.targets)[0].shape[0];
  const said = flexible ? tf.tidy(() => tf.variable(tf.fill([size], -1), false)) : undefined;
  const lesson = fixMatchLesson(model, { threshold, weight, weak, strong, seed, said });
  try {
    return await trainPeers([model], data, { unlabelled: 4 * batchSize, ...o }, lesson);
  } finally {
    said?.dispose();
  }
}

/** The options of `fixMatchLesson`; `said` holds the last sure answer for each row of the data, -1 for none. */
export type FixMatchLessonOptions = Required<
  Pick<FixMatchOptions, "threshold" | "weight" | "weak" | "strong" | "seed">
> & { said?: tf.Variable };

/** What the network learns: labels, and under strong noise its own sure answers. */
export function fixMatchLesson(model: Model, o: FixMatchLessonOptions): Lesson {
  const { threshold, weight, said } = o;
  return (_, batch) => {
    const seen = perturbed(batch, o.weak, 2 * o.seed);
    const hard = perturbed(batch, o.strong, 2 * o.seed + 1);
    const answer = tf.softmax(scoresOf(model, seen, { training: true })[0]);
    const [best, label] = [answer.max(1), answer.argMax(1)];
    const classes = answer.shape[1]!;
    if (said) remember(said, batch.rows, label, best.greaterEqual(threshold));
    const needed = said ? flexibleThresholds(said, classes, threshold).gather(label) : threshold;
    const sure = best.greaterEqual(needed);
    const pseudo = tf.oneHot(label as tf.Tensor1D, classes).cast("float32") as tf.Tensor2D;
    const none = tf.onesLike(best).neg();
    const open = tf.isNaN(targetOf(model, batch));
    return {
      weights: [weight],
      losses: () => {
        const [scores] = scoresOf(model, hard, { training: true });
        const term = crossEntropyOf(pseudo, scores).mul(sure.cast("float32")).mean();
        return [labelLoss(model, seen), term as tf.Scalar];
      },
      taught: tf.where(
        open,
        tf.where(sure, label.cast("float32"), none),
        tf.fill(best.shape, NaN),
      ) as tf.Tensor1D,
    };
  };
}

/**
 * FlexMatch's threshold of each class: tau_c = tau b_c / (2 - b_c), b_c = s_c / max(max s, rows never sure), s_c the rows
 * whose last sure answer is c. `said` is [rows]: a class, or -1.
 */
export function flexibleThresholds(
  said: tf.Tensor,
  classes: number,
  threshold: number,
): tf.Tensor1D {
  return tf.tidy(() => {
    const counts = tf
      .oneHot(said.cast("int32") as tf.Tensor1D, classes)
      .sum(0)
      .cast("float32");
    const never = said.less(0).cast("float32").sum();
    const share = counts.div(tf.maximum(counts.max(), never).maximum(1));
    return share.div(tf.sub(2, share)).mul(threshold) as tf.Tensor1D;
  });
}

/** Writes down sure answers: said[rows[i]] = label[i]. */
function remember(said: tf.Variable, rows: tf.Tensor1D, label: tf.Tensor, sure: tf.Tensor): void {
  tf.tidy(() => {
    const at = rows.expandDims(1);
    const flags = tf.scatterND(at, sure.cast("float32"), said.shape as [number]);
    const labels = tf.scatterND(at, label.cast("float32"), said.shape as [number]);
    said.assign(tf.where(flags.greater(0), labels, said));
  });
}
