// How often a learner is right, from few given labels: by cross-validation, or on the very labels it learned.
import type { Dataset } from "../data/dataset";
import { interval, type Interval } from "./ballots";
import { argMax, relabelled } from "./labels";
import type { Learner } from "./learner";
import { fitOn } from "./teach";

/** How many given labels the learner gets right when it has not seen them; found labels always take part in training. */
export async function crossValidated(
  learner: Learner,
  data: Dataset,
  given: readonly number[],
  own: readonly number[],
  parts: readonly number[][],
): Promise<Interval> {
  let [right, count] = [0, 0];
  for (const part of parts) {
    const rest = [...own];
    for (const row of part) rest[row] = NaN;
    if (rest.every(Number.isNaN)) continue;
    await fitOn(learner, data, rest);
    const asked = relabelled(
      data,
      learner.target,
      part,
      part.map((row) => given[row]),
    );
    const said = learner.probabilities(asked).map(argMax);
    asked.dispose();
    right += said.filter((label, i) => label === given[part[i]]).length;
    count += part.length;
  }
  return interval(right, Math.max(count, 1));
}

/** How many given labels the learner repeats after learning them: too kind, but all there is with a handful of labels. */
export function resubstituted(
  learner: Learner,
  data: Dataset,
  given: readonly number[],
  labelled: readonly number[],
): Interval {
  const part = data.rows(labelled);
  const said = learner.probabilities(part).map(argMax);
  part.dispose();
  const right = said.filter((label, i) => label === given[labelled[i]]).length;
  return interval(right, labelled.length);
}

/** These rows in `count` parts, as equal in size as can be. */
export function foldsOf(rows: readonly number[], count: number): number[][] {
  return Array.from({ length: count }, (_, k) => rows.filter((_, i) => i % count === k));
}
