// Born-again networks: each generation learns from labels and from the one before, from a fresh start.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import type { Examples } from "../training/check";
import { labelLoss, scoresOf } from "./peerBatch";
import type { PeerOptions } from "./peerOptions";
import { trainPeers, type Lesson } from "./peers";
import type { PeerHistory } from "./peerHistory";
import { divergenceFrom, imitationOf } from "./terms";

/** How the generations learn. */
export interface BornAgainOptions extends PeerOptions {
  /** Of the term with the generation before. Default 1. */
  weight?: number;
}

/**
 * Born-again networks (Furlanello et al. 2018): models[0] learns the labels, CE(y, p_0); each later one the labels and the
 * answers of the one before, CE(y, p_g) + weight KL(p_{g-1} || p_g) at temperature 1. The models have one make and
 * different seeds; three generations after the first are usual. `ensemble(models)` joins them. One history each.
 *
 * @example
 * const generations = [0, 1, 2, 3].map((seed) => hardSharing({ inputs, encoder: mlp([32]), tasks, seed }));
 * await bornAgain(generations, train, { epochs: 40 });
 */
export async function bornAgain<T extends Tasks>(
  models: readonly Model<T>[],
  data: Examples,
  o: BornAgainOptions = {},
): Promise<PeerHistory[]> {
  if (models.length < 2) {
    throw expected("two generations or more", `${models.length}`, "Give a model for each.");
  }
  const histories: PeerHistory[] = [];
  for (const [g, student] of models.entries()) {
    const teacher = models[g - 1];
    const loop = { ...o, asked: teacher ? [teacher] : [] };
    const lesson = bornAgainLesson(teacher, student, o.weight ?? 1);
    histories.push(await trainPeers([student], data, loop, lesson));
    if (o.signal?.aborted) break;
  }
  return histories;
}

/** What a generation learns: its labels, and the answers of the one before, if there is one. */
export function bornAgainLesson(
  teacher: Model | undefined,
  student: Model,
  weight: number,
): Lesson {
  return (_, batch) => {
    const taught = teacher && scoresOf(teacher, batch).map((z) => tf.softmax(z) as tf.Tensor2D);
    return {
      weights: [weight],
      losses: () => {
        const labels = labelLoss(student, batch);
        if (!taught) return [labels, tf.scalar(0)];
        const mine = scoresOf(student, batch, { training: true });
        return [labels, imitationOf(mine, taught, divergenceFrom)];
      },
    };
  };
}
