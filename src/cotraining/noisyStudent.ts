// Noisy student: a teacher labels what has no label, a student as large or larger learns it under noise, and teaches next.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import type { Examples } from "../training/check";
import { predict } from "../training/predict";
import { argMax, countClasses } from "./labels";
import { labelLoss, scoresOf, targetOf } from "./peerBatch";
import type { PeerOptions } from "./peerOptions";
import { trainPeers, type Lesson } from "./peers";
import type { PeerHistory } from "./peerHistory";
import { jitter, perturbed, type Perturbation } from "./perturb";
import { checkFewLabels, checkFrom } from "./semiSupervised";
import { crossEntropyOf } from "./terms";

/** What the teacher's answers count. */
export interface NoisyStudentOptions extends PeerOptions {
  /** Rows on which the teacher is less sure than this are left out. Default 0.3. */
  threshold?: number;
  /** Learn the teacher's probabilities (true) or its class alone. Default true. */
  soft?: boolean;
  /** Weigh rows so that the classes the teacher names count alike, at most ten times as much. Default true. */
  balance?: boolean;
  /** Of the loss with the teacher's labels. Default 1. */
  weight?: number;
  /** How rows look to the student; give its encoder dropout() as well. Default: jitter(0.15, 0.3). */
  noise?: Perturbation;
}

/**
 * Noisy student training (Xie et al. 2020): models[0], trained already, labels the rows without a label where
 * max q >= threshold; models[1] learns CE(y, p(noisy x)) + weight * mean over these rows of CE(q, p(noisy x)), teaches
 * models[2], and so on (three students in the paper). The teacher sees rows as they are. One history per student.
 * RangeError for a student with fewer weights than its teacher; `distill` is for those.
 *
 * @example
 * await fit(models[0], few.labelled("digit"));
 * await noisyStudent(models, few, { epochs: 40 }); // The last of the models is the best.
 */
export async function noisyStudent<T extends Tasks>(
  models: readonly Model<T>[],
  data: Examples,
  o: NoisyStudentOptions = {},
): Promise<PeerHistory[]> {
  const { batchSize = 32, threshold = 0.3, soft = true, balance = true, weight = 1, seed = 0 } = o;
  const { noise = jitter(0.15, 0.3) } = o;
  checkFrom("threshold", threshold, 0, 1);
  if (models.length < 2) {
    throw expected("a teacher and a student or more", `${models.length}`, "Add a student.");
  }
  checkSizes(models);
  checkFewLabels(models, data);
  const histories: PeerHistory[] = [];
  for (const [g, student] of models.slice(1).entries()) {
    const teacher = models[g];
    const scale = tf.tensor1d(balance ? classScale(teacher, data, threshold) : ones(teacher));
    const options = { threshold, soft, weight, noise, seed: seed + g, scale };
    const lesson = noisyStudentLesson(teacher, student, options);
    const loop = { unlabelled: 4 * batchSize, ...o, asked: [teacher] };
    try {
      histories.push(await trainPeers([student], data, loop, lesson));
    } finally {
      scale.dispose();
    }
    if (o.signal?.aborted) break;
  }
  return histories;
}

/** What the student learns under noise: labels, and the teacher's answers, row weights by class from `scale`, [classes]. */
export function noisyStudentLesson(
  teacher: Model,
  student: Model,
  o: Required<Pick<NoisyStudentOptions, "threshold" | "soft" | "weight" | "noise" | "seed">> & {
    scale: tf.Tensor1D;
  },
): Lesson {
  return (_, batch) => {
    const seen = perturbed(batch, o.noise, o.seed);
    const answer = tf.softmax(scoresOf(teacher, batch)[0]) as tf.Tensor2D;
    const label = answer.argMax(1) as tf.Tensor1D;
    const open = tf.isNaN(targetOf(student, batch));
    const sure = open.logicalAnd(answer.max(1).greaterEqual(o.threshold));
    const rowScale = sure.cast("float32").mul(o.scale.gather(label));
    const wanted = o.soft ? answer : (tf.oneHot(label, answer.shape[1]).cast("float32") as never);
    return {
      weights: [o.weight],
      losses: () => {
        const [scores] = scoresOf(student, seen, { training: true });
        const sum = crossEntropyOf(wanted, scores).mul(rowScale).sum();
        return [labelLoss(student, seen), sum.div(rowScale.sum().maximum(1e-6)) as tf.Scalar];
      },
      taught: tf.where(
        open,
        tf.where(sure, label.cast("float32"), tf.onesLike(rowScale).neg()),
        tf.fill(rowScale.shape, NaN),
      ) as tf.Tensor1D,
    };
  };
}

/** Weights that make classes count alike: mean count / count, at most 10; 1 for a class the teacher never names. */
export function balanced(counts: readonly number[]): number[] {
  const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.map((count) => (count > 0 ? Math.min(10, mean / count) : 1));
}

function classScale(teacher: Model, data: Examples, threshold: number): number[] {
  const [[name, { units }]] = Object.entries(teacher.tasks);
  const given = data.targets[name].dataSync();
  const outputs = predict(teacher, data.inputs);
  const sure = outputs[name]
    .arraySync()
    .filter((p, row) => Number.isNaN(given[row]) && p[argMax(p)] >= threshold);
  tf.dispose(outputs);
  return balanced(countClasses(sure.map(argMax), units));
}

function ones({ tasks }: Model): number[] {
  return Array<number>(Object.values(tasks)[0].units).fill(1);
}

function checkSizes(models: readonly Model[]): void {
  const sizes = models.map(({ net }) => net.countParams());
  const g = sizes.findIndex((size, i) => i > 0 && size < sizes[i - 1]);
  if (g < 0) return;
  throw expected(
    `a student with ${sizes[g - 1]} weights or more, as many as its teacher`,
    String(sizes[g]),
    "Make it larger, or distil the teacher into it with distill().",
  );
}
