// The loop of networks that train together on the same batches: epochs, turns for everybody else, a story in numbers.
import * as tf from "@tensorflow/tfjs";
import { seeded, shuffled } from "../data/random";
import { compiled } from "../engine/graph/compiled";
import { ready } from "../engine";
import { expected } from "../errors";
import { trainableWeights } from "../models/graph";
import type { Model } from "../models/model";
import { rowsOf } from "../training/batches";
import { checkExamples, type Examples } from "../training/check";
import { applyInOrder } from "../training/gradients";
import { turns } from "../training/turns";

/** How networks train together. */
export interface PeerOptions {
  /** Passes over the data. Default 30. */
  epochs?: number;
  /** Examples per step. Default 32. */
  batchSize?: number;
  /** Of each network's Adam. Default 0.001. */
  learningRate?: number;
  /** Of the order of the examples. Default 0. */
  seed?: number;
  /** Stops after the epoch when aborted. */
  signal?: AbortSignal;
  /** Compile the step (native engine). Default true. */
  compile?: boolean;
  /** A clock in milliseconds. Default: performance.now. */
  now?: () => number;
}

/** The story of networks that trained together; arrays hold one entry per epoch. */
export interface PeerHistory {
  /** labels[epoch][network]: mean loss with the labels, summed over tasks. */
  readonly labels: number[][];
  /** imitation[epoch][network]: mean of the term that comes from other networks, before it is weighed. */
  readonly imitation: number[][];
  readonly stopped: "epochs" | "interrupted";
  /** How steps ran: "compiled", or "eager: " and why. */
  readonly mode: string;
}

/** Inputs and targets in a model's order, and a number that may change from epoch to epoch. */
export type PeerBatch = { inputs: tf.Tensor[]; targets: tf.Tensor[]; level: tf.Scalar };

/** A network's two losses on a batch: with the labels, and its imitation of others. */
export type Losses = [labels: tf.Scalar, imitation: tf.Scalar];

/** What network k learns from a batch; called for one network after the other, each after the update of those before. */
export type Lesson = (
  k: number,
  batch: PeerBatch,
) => { losses(): Losses; weight: tf.Scalar | number };

/** Trains networks on the same batches, each by its lesson: L_k = labels + weight * imitation. */
export async function trainPeers(
  models: readonly Model[],
  data: Examples,
  o: PeerOptions & { level?: (epoch: number) => number; after?: () => void },
  lesson: Lesson,
): Promise<PeerHistory> {
  const { epochs = 30, batchSize = 32, learningRate = 0.001, seed = 0, level = () => 1 } = o;
  for (const model of models) {
    checkExamples(model, data);
    checkClasses(model);
  }
  await ready();
  const rows = rowsOf(models[0], data);
  const optimizers = models.map(() => tf.train.adam(learningRate));
  const variables = models.map(({ net }) => trainableWeights(net));
  const steps = models.map((_, k) =>
    compiled(
      (batch: PeerBatch): tf.Tensor1D => {
        const { losses, weight } = lesson(k, batch);
        const terms = () => tf.stack(losses()) as tf.Tensor1D;
        const weights = tf.stack([tf.scalar(1), tf.mul(tf.scalar(1), weight)]) as tf.Tensor1D;
        const { value, grads } = tf
          .engine()
          .gradients<tf.Tensor1D>(terms, variables[k], weights, true);
        applyInOrder(optimizers[k], variables[k], grads);
        return value;
      },
      { compile: o.compile ?? true, optimizers: [optimizers[k]] },
    ),
  );
  const rng = seeded(seed);
  const turn = turns(o.now ?? (() => performance.now()), () => {});
  const labels: number[][] = [];
  const imitation: number[][] = [];
  let stopped: PeerHistory["stopped"] = "epochs";
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      if (o.signal?.aborted) {
        stopped = "interrupted";
        break;
      }
      const sums = models.map(() => [0, 0]);
      const order = Int32Array.from(shuffled(Array(rows.size).keys(), rng));
      for (let from = 0; from < rows.size; from += batchSize) {
        const part = order.subarray(from, from + batchSize);
        tf.tidy(() => {
          const { inputs, targets } = rows.take(part);
          const batch = { inputs, targets, level: tf.scalar(level(epoch)) };
          steps.forEach((step, k) =>
            step(batch)
              .dataSync()
              .forEach((value: number, i: number) => {
                sums[k][i] += (value * part.length) / rows.size;
              }),
          );
        });
        o.after?.();
        await turn();
      }
      checkFinite(sums, epoch);
      labels.push(sums.map(([value]) => value));
      imitation.push(sums.map(([, value]) => value));
    }
    const mode = steps[0].mode;
    return { labels, imitation, stopped, mode };
  } finally {
    steps.forEach((step) => step.dispose());
    optimizers.forEach((optimizer) => optimizer.dispose());
  }
}

function checkClasses({ tasks }: Model): void {
  const other = Object.entries(tasks).find(([, task]) => task.spec?.kind !== "classification");
  if (!other) return;
  throw expected(
    "tasks that choose a class, as networks compare probabilities",
    `task "${other[0]}"`,
    "Take classification(2) for a yes or no.",
  );
}

function checkFinite(sums: readonly number[][], epoch: number): void {
  if (sums.flat().every(Number.isFinite)) return;
  throw expected("finite losses", `[${sums}] in epoch ${epoch + 1}`, "Lower learningRate.");
}
