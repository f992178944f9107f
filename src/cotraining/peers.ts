// The loop of networks that train together on the same batches: epochs, turns for everybody else, a story in numbers.
import * as tf from "@tensorflow/tfjs";
import { seeded } from "../data/random";
import { ready } from "../engine";
import { compiled } from "../engine/graph/compiled";
import { expected } from "../errors";
import { trainableWeights } from "../models/graph";
import type { Model } from "../models/model";
import { checkExamples, type Examples } from "../training/check";
import { applyInOrder } from "../training/gradients";
import { adam } from "../training/optimizers/adam";
import { turns } from "../training/turns";
import { dealer, halves, rowsAt, type PeerBatch } from "./peerBatch";
import type { PeerHistory } from "./peerHistory";
import type { PeerLoop, PeerOptions } from "./peerOptions";
import { peerStory } from "./peerStory";
import { perturbed } from "./perturb";

/** A network's losses on a batch: with the labels, its imitation of others, and what keeps it different from them. */
export type Losses = [labels: tf.Scalar, imitation: tf.Scalar, difference?: tf.Scalar];

/** What network k learns from a batch; called for one network after the other, each after the update of those before. */
export type Lesson = (
  k: number,
  batch: PeerBatch,
) => {
  losses(): Losses;
  /** Of the imitation, and of the difference if there is one. */
  weights: readonly (tf.Scalar | number)[];
  /** Per row the class that is taught, -1 for a row left out, NaN for one that was not up for choice. */
  taught?: tf.Tensor1D;
};

/** Trains networks on the same batches, each by its lesson: L_k = labels + w_1 imitation + w_2 difference. */
export async function trainPeers(
  models: readonly Model[],
  data: Examples,
  o: PeerOptions & PeerLoop,
  lesson: Lesson,
): Promise<PeerHistory> {
  const { epochs = 30, batchSize = 32, learningRate = 0.001, seed = 0, unlabelled } = o;
  const { levels = () => [], asked = [], judged = models, now = () => performance.now() } = o;
  const all = [...models, ...asked];
  for (const model of all) {
    checkExamples(model, data);
    checkClasses(model);
  }
  await ready();
  const found = halves(models, data);
  const size = found.labelled.length + found.others.length;
  const deal = dealer(found, { batchSize, unlabelled }, seeded(seed));
  const story = peerStory(models.length, judged, data, { ...found, size }, o.diagnostics);
  const groups = o.atOnce ? [models.map((_, k) => k)] : models.map((_, k) => [k]);
  const { augment } = o;
  // An odd seed below 0, which no lesson draws its own noise from.
  const own = -1 - 2 * seed;
  const seen: Lesson = augment ? (k, b) => lesson(k, perturbed(b, augment, own)) : lesson;
  const steps = groups.map((group) => stepOf(models, group, seen, o.compile ?? true, learningRate));
  const turn = turns(now, () => {});
  let stopped: PeerHistory["stopped"] = "epochs";
  let count = 0;
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      if (o.signal?.aborted) {
        stopped = "interrupted";
        break;
      }
      for (const rows of deal()) {
        tf.tidy(() => {
          const at = tf.tensor1d(rows, "int32");
          const batch = {
            ...rowsAt(all, data, at),
            rows: at,
            step: tf.scalar(count, "int32"),
            levels: levels(epoch).map((level) => tf.scalar(level)),
          };
          steps.forEach((step) => step.run(batch, rows).forEach(story.tell));
        });
        count++;
        o.after?.();
        await turn();
      }
      story.turn(epoch);
    }
    return story.history(stopped, steps[0].mode());
  } finally {
    story.dispose();
    steps.forEach((step) => step.dispose());
  }
}

/** One update of the networks of a group, from the sum of their losses. */
function stepOf(
  models: readonly Model[],
  group: readonly number[],
  lesson: Lesson,
  compile: boolean,
  learningRate: number,
) {
  const optimizer = adam(learningRate);
  const variables = [...new Set(group.flatMap((k) => trainableWeights(models[k].net)))];
  const step = compiled(
    (batch: PeerBatch): { terms: tf.Tensor1D[]; taught: tf.Tensor1D[] } => {
      const lessons = group.map((k) => lesson(k, batch));
      const terms = () => tf.stack(lessons.flatMap(({ losses }) => losses() as tf.Scalar[]));
      const scale = lessons.flatMap(({ weights }) => [1, ...weights].map((w) => tf.mul(1, w)));
      const { value, grads } = tf
        .engine()
        .gradients<tf.Tensor1D>(
          terms as () => tf.Tensor1D,
          variables,
          tf.stack(scale) as tf.Tensor1D,
          true,
        );
      applyInOrder(optimizer, variables, grads);
      return {
        terms: tf.split(value, group.length),
        taught: lessons.flatMap(({ taught }) => taught ?? []),
      };
    },
    { compile, optimizers: [optimizer] },
  );
  return {
    run(batch: PeerBatch, rows: Int32Array) {
      const { terms, taught } = step(batch);
      return group.map((k, i) => ({
        k,
        rows,
        terms: terms[i].dataSync(),
        taught: taught[i]?.dataSync(),
      }));
    },
    mode: () => step.mode,
    dispose() {
      step.dispose();
      optimizer.dispose();
    },
  };
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
