// The Pi model: a network gives the same answer for a row seen twice under different noise.
import * as tf from "@tensorflow/tfjs";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import type { Examples } from "../training/check";
import { ramp } from "./criteria";
import { labelLoss, scoresOf } from "./peerBatch";
import type { PeerOptions } from "./peerOptions";
import { trainPeers, type Lesson } from "./peers";
import type { PeerHistory } from "./peerHistory";
import { jitter, perturbed } from "./perturb";
import { checkFrom } from "./semiSupervised";

/** How strongly the two answers are held together. */
export interface PiModelOptions extends PeerOptions {
  /** Of the squared differences between the two answers, at most. Default 10. */
  weight?: number;
  /** Epochs until then, by exp(-5 (1 - t/n)^2). Default: 40 % of the epochs. */
  rampEpochs?: number;
  /** Standard deviation of the noise on inputs. Default 0.15. */
  noise?: number;
}

/**
 * The Pi model (Laine and Aila 2017): CE(y, p(x + n)) + w(t) mean over rows and classes of (p(x + n) - p(x + n'))^2, rows
 * without a label too; dropout, if there is any, differs between the two passes as well. Gradients flow through both.
 * `meanTeacher` replaces the second answer by that of the network's moving average: better in long training, behind in a few
 * hundred steps, which its average takes to forget its start.
 *
 * @example
 * await piModel(model, few, { epochs: 60, unlabelled: 128 });
 */
export async function piModel<T extends Tasks>(
  model: Model<T>,
  data: Examples,
  o: PiModelOptions = {},
): Promise<PeerHistory> {
  const { epochs = 30, weight = 10, noise = 0.15, seed = 0 } = o;
  const { rampEpochs = Math.round(0.4 * epochs) } = o;
  checkFrom("weight", weight, 0, Infinity);
  const levels = (epoch: number) => [weight * ramp(epoch, rampEpochs)];
  return trainPeers([model], data, { ...o, levels }, piLesson(model, noise, seed));
}

/** What the network learns: its labels, and to repeat itself; level 0 is the weight. */
export function piLesson(model: Model, noise: number, seed: number): Lesson {
  const blurred = jitter(noise);
  return (_, batch) => {
    const [one, other] = [2 * seed, 2 * seed + 1].map((own) => perturbed(batch, blurred, own));
    const answers = (seen: typeof one) =>
      scoresOf(model, seen, { training: true }).map((z) => tf.softmax(z));
    return {
      weights: [batch.levels[0]],
      losses: () => {
        const [p, q] = [answers(one), answers(other)];
        const gaps = p.map((each, i) => each.squaredDifference(q[i]).mean() as tf.Scalar);
        return [labelLoss(model, one), tf.addN(gaps)];
      },
    };
  };
}
