// Mean teacher: a network agrees with the moving average of its own past.
import * as tf from "@tensorflow/tfjs";
import { nextSeed, seeded, type Rng } from "../data/random";
import { expected } from "../errors";
import { trainableWeights } from "../models/graph";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import type { Examples } from "../training/check";
import { rawScores, taskLosses } from "../training/losses";
import { ramp } from "./criteria";
import { trainPeers, type Lesson, type PeerHistory, type PeerOptions } from "./peers";
import { imitationOf, stopped } from "./terms";

/** How strongly student and teacher are held together. */
export interface MeanTeacherOptions extends Omit<PeerOptions, "compile"> {
  /** Of the squared differences between their probabilities, at most. Default 10. */
  weight?: number;
  /** Epochs until then, by exp(-5 (1 - t/n)^2). Default: 40 % of the epochs. */
  rampEpochs?: number;
  /** a in teacher <- a teacher + (1 - a) student. Default 0.99; smaller in the first steps. */
  decay?: number;
  /** Standard deviation of the noise on inputs, other for each of the two. Default 0.15. */
  noise?: number;
}

/**
 * Mean teacher (Tarvainen and Valpola 2017): the student minimises
 * CE(y, p(x + n)) + w(t) mean over rows and classes of (p(x + n) - teacher(x + n'))^2, rows without a label too; after
 * every step teacher <- a teacher + (1 - a) student, a = min(1 - 1/(step + 1), decay), so that the first step copies.
 * Predict with the teacher. With decay 0 the teacher is the student itself: the Pi model (Laine and Aila 2017).
 * Both models must have the same layers. Steps run as written, because their noise is drawn anew.
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
  checkTwins(student, teacher);
  let step = 0;
  follow(teacher, student, 0);
  return trainPeers(
    [student],
    data,
    {
      ...o,
      compile: false,
      level: (epoch) => weight * ramp(epoch, rampEpochs),
      after: () => follow(teacher, student, Math.min(1 - 1 / (++step + 1), decay)),
    },
    meanTeacherLesson(student, teacher, noise, seeded(seed + 1)),
  );
}

/** What the student learns: its labels, and to answer as the teacher does. */
export function meanTeacherLesson(student: Model, teacher: Model, noise: number, rng: Rng): Lesson {
  return (_, { inputs, targets, level }) => {
    const blurred = () =>
      inputs.map((x) => x.add(tf.randomNormal(x.shape, 0, noise, "float32", nextSeed(rng))));
    const [seen, other] = [blurred(), blurred()];
    const wanted = rawScores(teacher, other).map((z) => tf.softmax(z) as tf.Tensor2D);
    return {
      weight: level,
      losses: () => {
        const labels = tf.addN(taskLosses(student, seen, targets, { training: true }));
        const mine = rawScores(student, seen, { training: true });
        const apart = imitationOf(
          mine,
          wanted,
          (q, z) => stopped(q).squaredDifference(tf.softmax(z)).mean(1) as tf.Tensor1D,
        );
        return [labels, apart];
      },
    };
  };
}

/** teacher <- a teacher + (1 - a) student, weight by weight. */
export function follow(teacher: Model, student: Model, a: number): void {
  const theirs = trainableWeights(teacher.net);
  trainableWeights(student.net).forEach((weight, i) =>
    tf.tidy(() => theirs[i].assign(theirs[i].mul(a).add(weight.mul(1 - a)))),
  );
}

function checkTwins(a: Model, b: Model): void {
  const [mine, theirs] = [a, b].map(({ net }) => trainableWeights(net).map((w) => `[${w.shape}]`));
  if (mine.join() === theirs.join()) return;
  throw expected(
    `a teacher with the student's weights, ${mine.join(" ")}`,
    theirs.join(" "),
    "Make both with the same options.",
  );
}
