// The loop that self-training and co-training share: fit, label the surest rows, fit again.
import type { Dataset } from "../data/dataset";
import { seeded, shuffled, type Rng } from "../data/random";
import { expected } from "../errors";
import { checkHalfLabelled, countClasses, labelsOf, parted, relabelled } from "./labels";
import type { Learner } from "./learner";
import { settled, surest, surestByClass } from "./picks";
import { quotas } from "./quotas";
import { checkOptions, type RoundOptions } from "./roundOptions";
import type { Rounds } from "./rounds";
import { watch, type Watch } from "./watch";

/** Rounds of fit and label. With `cross` a learner's labels go to the others only. */
export async function teach(
  learners: readonly Learner[],
  data: Dataset,
  o: RoundOptions & { cross?: boolean },
): Promise<Rounds> {
  const { target, classes } = learners[0];
  const given = labelsOf(data, target, classes);
  checkHalfLabelled(given, classes);
  checkOptions(o, classes);
  const { rounds = 30, threshold = 0, pool: poolSize = Math.max(75, 10 * classes) } = o;
  const quota = o.quota ?? quotas(countClasses(given, classes));
  const rng = seeded(o.seed ?? 0);
  const story: Watch = watch(learners, data, given, { ...o, rng });

  const labels = [...given];
  const sets = o.cross ? learners.map(() => [...given]) : learners.map(() => labels);
  const arrived: number[] = given.map((label) => (Number.isNaN(label) ? -1 : 0));
  const reserve = queue(given, poolSize, o.order, rng).reverse();
  const pool: number[] = [];
  let stopped: Rounds["stopped"] = "rounds";
  try {
    for (const [k, learner] of learners.entries()) await fitOn(learner, data, sets[k]);
    story.see(
      labels,
      learners.map(() => 0),
    );
    for (let round = 1; round <= rounds; round++) {
      if (o.signal?.aborted) {
        stopped = "interrupted";
        break;
      }
      while (pool.length < poolSize && reserve.length > 0) pool.push(reserve.pop()!);
      if (pool.length === 0) {
        stopped = "all labelled";
        break;
      }
      const part = data.rows(pool);
      const wishes = learners.map((learner) => {
        const answers = learner.probabilities(part);
        return o.unbalanced === undefined
          ? surestByClass(pool, answers, quota, threshold)
          : surest(pool, answers, o.unbalanced, threshold);
      });
      part.dispose();
      const picks = settled(wishes);
      // Rows in conflict stay in the pool; where there is nothing else, the next round would be the same.
      if (picks.every((own) => own.length === 0)) {
        stopped = "none confident";
        break;
      }
      picks.forEach((own, teacher) =>
        own.forEach(({ row, label }) => {
          labels[row] = label;
          arrived[row] = round;
          if (o.cross) sets.forEach((set, k) => void (k !== teacher && (set[row] = label)));
        }),
      );
      const gone = new Set(picks.flat().map(({ row }) => row));
      pool.splice(0, pool.length, ...pool.filter((row) => !gone.has(row)));
      for (const [k, learner] of learners.entries()) await fitOn(learner, data, sets[k]);
      story.see(
        labels,
        picks.map((own) => own.length),
      );
    }
    return story.rounds(labels, arrived, stopped);
  } finally {
    story.dispose();
  }
}

/** The rows without a label as they come into the pool; where all fit nothing is drawn, and the first in the data lead. */
function queue(
  given: readonly number[],
  poolSize: number,
  order: readonly number[] | undefined,
  rng: Rng,
): number[] {
  const { unlabelled } = parted(given);
  if (!order) return poolSize < unlabelled.length ? shuffled(unlabelled, rng) : unlabelled;
  const open = new Set(unlabelled);
  const wrong = order.find((row) => !open.delete(row));
  if (wrong === undefined) return [...order];
  throw expected(
    "order to hold rows without a label, each once",
    `row ${wrong}`,
    "Leave out rows that have a label, and repetitions.",
  );
}

/** A learner on the rows that have a label in `labels`. */
export async function fitOn(
  learner: Learner,
  data: Dataset,
  labels: readonly number[],
): Promise<void> {
  const { labelled } = parted(labels);
  const part = relabelled(
    data,
    learner.target,
    labelled,
    labelled.map((row) => labels[row]),
  );
  try {
    await learner.fit(part);
  } finally {
    part.dispose();
  }
}
