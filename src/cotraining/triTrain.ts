// Tri-training: where two learners agree, they teach the third.
import type { Dataset } from "../data/dataset";
import { seeded, shuffled, type Rng } from "../data/random";
import { expected } from "../errors";
import { votes } from "./ensembles";
import { argMax, checkHalfLabelled, labelsOf, parted } from "./labels";
import { agreed, type Learner } from "./learner";
import type { Diagnostics, Rounds } from "./rounds";
import { fitOn } from "./teach";
import { watch } from "./watch";

/** How to tri-train. */
export interface TriTrainOptions {
  /** Rounds at most; it usually ends by itself after a few. Default 30. */
  rounds?: number;
  /** Of the bootstrap samples and the subsets. Default 0. */
  seed?: number;
  diagnostics?: Diagnostics;
  names?: string[];
}

/**
 * Tri-training (Zhou and Li 2005). Three learners start on bootstrap samples of the labelled rows. Every round, for each
 * learner i, the others label the unlabelled rows on which they agree; i learns from them (and all given labels) if the
 * bound on its noise falls: e_i |L_i| < e'_i |L'_i|, with e the error of the agreeing pair on the given labels and ' the
 * round before. These labels are made anew each round. Prediction: average(learners), or vote(learners) as in the paper.
 * A sample has the first row of each class besides, as in sslearn. Learners should differ in kind: three equal stable ones
 * agree at once. A row's label in `Rounds` is that of two learners at the end, from the round they agreed.
 *
 * @example
 * const o = { view: "x", target: "digit", classes: 10 };
 * const rounds = await triTrain([logistic(o), naiveBayes(o), nearest(o)], few);
 */
export async function triTrain(
  learners: readonly Learner[],
  data: Dataset,
  o: TriTrainOptions = {},
): Promise<Rounds> {
  const { target, classes } = agreed(learners, 3);
  if (learners.length > 3) {
    throw expected("3 learners", String(learners.length), "For more take democratic().");
  }
  const given = labelsOf(data, target, classes);
  checkHalfLabelled(given, classes);
  const { rounds = 30 } = o;
  const rng = seeded(o.seed ?? 0);
  const { labelled, unlabelled } = parted(given);
  const joint = votes([1 / 3, 1 / 3, 1 / 3]);
  const story = watch(learners, data, given, { ...o, joint, rng });
  const labels = [...given];
  const arrived: number[] = given.map((label) => (Number.isNaN(label) ? -1 : 0));
  const before = learners.map(() => ({ error: 0.5, count: 0 }));
  let stopped: Rounds["stopped"] = "rounds";
  try {
    for (const learner of learners) {
      const sample = data.rows(bootstrap(labelled, given, classes, rng));
      await learner.fit(sample);
      sample.dispose();
    }
    story.see(labels, [0, 0, 0]);
    for (let round = 1; round <= rounds; round++) {
      const said = learners.map((learner) => learner.probabilities(data).map(argMax));
      const lessons = learners.map((_, i) => {
        const [j, k] = [0, 1, 2].filter((other) => other !== i);
        const pairAgrees = (row: number) => said[j][row] === said[k][row];
        const known = labelled.filter(pairAgrees);
        const wrong = known.filter((row) => said[j][row] !== given[row]);
        const error = known.length > 0 ? wrong.length / known.length : 0.5;
        const taught = unlabelled.filter(pairAgrees);
        if (before[i].count === 0) before[i].count = firstCount(error, before[i].error);
        const count = accepted({ error, count: taught.length, before: before[i] });
        if (count === 0) return undefined;
        const rows = count < taught.length ? shuffled(taught, rng).slice(0, count) : taught;
        return { error, rows, teacher: j };
      });
      if (lessons.every((lesson) => lesson === undefined)) {
        stopped = "no change";
        break;
      }
      for (const [i, lesson] of lessons.entries()) {
        if (!lesson) continue;
        const own = [...given];
        for (const row of lesson.rows) own[row] = said[lesson.teacher][row];
        await fitOn(learners[i], data, own);
        before[i] = { error: lesson.error, count: lesson.rows.length };
      }
      const lastSaid = learners.map((learner) => learner.probabilities(data).map(argMax));
      for (const row of unlabelled) {
        const [a, b, c] = lastSaid.map((own) => own[row]);
        const label = a === b || a === c ? a : b === c ? b : NaN;
        if (Object.is(label, labels[row])) continue;
        labels[row] = label;
        arrived[row] = Number.isNaN(label) ? -1 : round;
      }
      story.see(
        labels,
        lessons.map((lesson) => lesson?.rows.length ?? 0),
      );
    }
    return story.rounds(labels, arrived, stopped);
  } finally {
    story.dispose();
  }
}

/** How many rows count as learned before the first time, floor(e / (e' - e) + 1); 0 where the error did not fall. */
export function firstCount(error: number, before: number): number {
  return error < before ? Math.floor(error / (before - error) + 1) : 0;
}

/**
 * How many of `count` newly labelled rows a learner may take so that its noise bound falls, error * rows < error' *
 * rows' (Zhou and Li 2005, equations 9 to 11): all, some, or 0 for none.
 */
export function accepted({
  error,
  count,
  before,
}: {
  error: number;
  count: number;
  before: { error: number; count: number };
}): number {
  if (!(error < before.error)) return 0;
  const least = error / (before.error - error);
  if (before.count >= count) return 0;
  if (error * count < before.error * before.count) return count;
  if (before.count <= least) return 0;
  return Math.ceil((before.error * before.count) / error - 1);
}

/**
 * As many labelled rows as there are, drawn with repetition, after the first of each class: a draw of a handful may miss a
 * class altogether.
 */
function bootstrap(
  labelled: readonly number[],
  given: readonly number[],
  classes: number,
  rng: Rng,
): number[] {
  const firsts = Array.from({ length: classes }, (_, c) => labelled.find((i) => given[i] === c)!);
  return [...firsts, ...labelled.map(() => labelled[Math.floor(rng() * labelled.length)])];
}
