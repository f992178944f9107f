// Knowledge distillation: a small network learns from the answers of a large one.
import { expected } from "../errors";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import type { Examples } from "../training/check";
import { labelLoss, scoresOf } from "./peerBatch";
import type { PeerOptions } from "./peerOptions";
import { trainPeers, type Lesson } from "./peers";
import type { PeerHistory } from "./peerHistory";
import { imitationOf, softTargets } from "./terms";

/** How to distil. */
export interface DistillOptions extends PeerOptions {
  /** T, how soft the teacher's answers are made; 2 to 8. Default 4. */
  temperature?: number;
  /** Share of the loss with the labels, alpha. Default 0.1. */
  hard?: number;
}

/**
 * Knowledge distillation (Hinton, Vinyals and Dean 2015): the student minimises
 * alpha CE(y, p) + (1 - alpha) T^2 KL(softmax(t / T) || softmax(z / T)), t the teacher's raw scores; the teacher stays as
 * it is. Rows without a label are learned from the teacher alone. Soft targets want more steps than labels do.
 *
 * @example
 * await fit(large, train);
 * await distill(large, small, train, { temperature: 4 });
 */
export async function distill<T extends Tasks>(
  teacher: Model<T>,
  student: Model<T>,
  data: Examples,
  o: DistillOptions = {},
): Promise<PeerHistory> {
  const { temperature = 4, hard = 0.1 } = o;
  if (!(temperature > 0)) throw expected("temperature above 0", String(temperature), "Try 4.");
  if (!(hard >= 0 && hard < 1)) throw expected("hard from 0 to below 1", String(hard), "Try 0.1.");
  const lesson = distillLesson(teacher, student, { temperature, hard });
  return trainPeers([student], data, { ...o, asked: [teacher] }, lesson);
}

/** What the student learns; the label's loss is scaled inside, so that both terms sum to the formula. */
export function distillLesson(
  teacher: Model,
  student: Model,
  { temperature, hard }: { temperature: number; hard: number },
): Lesson {
  return (_, batch) => {
    const taught = scoresOf(teacher, batch);
    return {
      weights: [1 - hard],
      losses: () => {
        const labels = labelLoss(student, batch);
        const mine = scoresOf(student, batch, { training: true });
        const soft = imitationOf(mine, taught, (t, z) => softTargets(t, z, temperature));
        return [labels.mul(hard), soft];
      },
    };
  };
}
