// Mean teacher: a network agrees with the moving average of its own past.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import type { Examples } from "../training/check";
import { ramp } from "./criteria";
import { labelLoss, scoresOf } from "./peerBatch";
import type { PeerOptions } from "./peerOptions";
import { trainPeers, type Lesson } from "./peers";
import type { PeerHistory } from "./peerHistory";
import { jitter, perturbed, type Perturbation } from "./perturb";
import { imitationOf, stopped } from "./terms";
import { checkTwins, follow } from "./twins";

/** How strongly student and teacher are held together. */
export interface MeanTeacherOptions extends PeerOptions {
  /** Of the squared differences between their probabilities, at most. Default 10. */
  weight?: number;
  /** Epochs until then, by exp(-5 (1 - t/n)^2). Default: 40 % of the epochs. */
  rampEpochs?: number;
  /** a in teacher <- a teacher + (1 - a) student. Default 0.99; smaller in the first steps. */
  decay?: number;
  /** Standard deviation of the noise on inputs, other for each of the two. Default 0.15. */
  noise?: number;
  /** How rows look when the student repeats the teacher's answer: jitter(0.15, 0.3). Default: as when it learns labels. */
  strong?: Perturbation;
}

/**
 * Mean teacher (Tarvainen and Valpola 2017): the student minimises
 * CE(y, p(x + n)) + w(t) mean over rows and classes of (p(x + n) - teacher(x + n'))^2, rows without a label too; after
 * every step teacher <- a teacher + (1 - a) student, a = min(1 - 1/(step + 1), decay), so that the first step copies.
 * Predict with the teacher. A student that sees rows worse than its teacher does (`strong`) has more to learn from it.
 * Without a teacher, a network that agrees with itself under noise is `piModel`. Both models must have the same layers.
 *
 * @example
 * await meanTeacher(student, teacher, few, { epochs: 60 });
 * evaluate(teacher, test);
 */
export async function meanTeacher<T extends Tasks>(
  student: Model<T>,
  teacher: Model<T>,
  data: Examples,
  o: MeanTeacherOptions = {},
): Promise<PeerHistory> {
  const { epochs = 30, weight = 10, decay = 0.99, noise = 0.15, seed = 0 } = o;
  const { rampEpochs = Math.round(0.4 * epochs) } = o;
  if (!(decay >= 0 && decay < 1)) {
    throw expected("decay from 0 to below 1", String(decay), "Try 0.99.");
  }
  checkTwins([student, teacher], "a teacher with the student's weights");
  let step = 0;
  follow(teacher, student, 0);
  return trainPeers(
    [student],
    data,
    {
      ...o,
      asked: [teacher],
      judged: [teacher],
      levels: (epoch) => [weight * ramp(epoch, rampEpochs)],
      after: () => follow(teacher, student, Math.min(1 - 1 / (++step + 1), decay)),
    },
    meanTeacherLesson(student, teacher, { noise, seed, strong: o.strong }),
  );
}

/** What the student learns: its labels, and to answer as the teacher does. */
export function meanTeacherLesson(
  student: Model,
  teacher: Model,
  { noise, seed, strong }: { noise: number; seed: number; strong?: Perturbation },
): Lesson {
  const blurred = jitter(noise);
  return (_, batch) => {
    const [seen, other] = [2 * seed, 2 * seed + 1].map((own) => perturbed(batch, blurred, own));
    const hard = strong ? perturbed(batch, strong, -2 - 2 * seed) : seen;
    const wanted = scoresOf(teacher, other).map((z) => tf.softmax(z) as tf.Tensor2D);
    return {
      weights: [batch.levels[0]],
      losses: () => {
        const mine = scoresOf(student, hard, { training: true });
        return [labelLoss(student, seen), imitationOf(mine, wanted, squaredGap)];
      },
    };
  };
}

/** The mean over classes of (q - softmax(z))^2, [batch]; gradients flow into the scores only. */
function squaredGap(q: tf.Tensor2D, scores: tf.Tensor2D): tf.Tensor1D {
  return stopped(q).squaredDifference(tf.softmax(scores)).mean(1);
}
