// The rows of one update: some labelled, some with passed labels, each network's inputs with noise of their own.
import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset";
import { find } from "../data/named";
import { normal, shuffled, type Rng } from "../data/random";
import { expected } from "../errors";
import type { PassedLabel } from "./confidence";
import { parted } from "./labels";
import { viewsOf, type NetworkOptions } from "./networkParts";
import type { StepRows } from "./networkStep";

/** How batches are drawn. */
export interface BatchOptions {
  classes: number;
  batchSize?: number;
  unlabelledBatchSize?: number;
  noise?: number;
  rng: Rng;
}

/**
 * A function from the passed labels (of the unlabelled rows, in order) and how much they count to the rows of the next
 * update, which the caller disposes. Rows come in random order, each once before any comes again.
 */
export function batchesOf(
  networks: readonly NetworkOptions[],
  data: Dataset,
  given: readonly number[],
  { classes, batchSize = 32, unlabelledBatchSize = 128, noise = 0, rng }: BatchOptions,
): (passed: readonly PassedLabel[], counts: number) => StepRows {
  const { labelled, unlabelled } = parted(given);
  const owners = networks.map(({ rows }) => rows && new Set(rows));
  owners.forEach((rows, k) => {
    if (!rows || labelled.some((row) => rows.has(row))) return;
    throw expected(
      `a labelled row among the rows of network ${k + 1}`,
      `none in ${rows.size} rows`,
      "Give it some, or leave rows out for all.",
    );
  });
  const nextLabelled = endless(labelled, Math.min(batchSize, labelled.length), rng);
  const places = unlabelled.map((_, i) => i);
  const nextPlaces = endless(places, Math.min(unlabelledBatchSize, places.length), rng);

  return (passed, counts) => {
    const known = nextLabelled();
    const asked = nextPlaces();
    const at = tf.tensor1d([...known, ...asked.map((i) => unlabelled[i])], "int32");
    const inputs = networks.map(({ view }) =>
      viewsOf(view).map((name) => {
        const part = tf.gather(find(data.inputs, name, "input"), at);
        if (noise === 0) return part;
        const values = new Float32Array(part.size);
        for (let i = 0; i < values.length; i++) values[i] = noise * normal(rng);
        const noisy = part.add(tf.tensor(values, part.shape));
        part.dispose();
        return noisy;
      }),
    );
    at.dispose();
    return {
      inputs,
      labels: tf.tensor2d(
        known.map((row) => Array.from({ length: classes }, (_, c) => Number(c === given[row]))),
      ),
      own: tf.tensor2d(known.map((row) => owners.map((rows) => Number(!rows || rows.has(row))))),
      passed: tf.tensor2d(asked.map((i) => passed[i].label)),
      counts: tf.tensor1d(asked.map((i) => counts * passed[i].weight)),
    };
  };
}

/** `count` items at a time, in random order, again and again. */
function endless<T>(items: readonly T[], count: number, rng: Rng): () => T[] {
  let queue: T[] = [];
  return () => {
    const batch = queue.splice(0, count);
    while (batch.length < count) {
      queue = shuffled(items, rng);
      batch.push(...queue.splice(0, count - batch.length));
    }
    return batch;
  };
}
