// Looks at learners after every round and writes down what it sees; nothing here trains.
import type { Dataset } from "../data/dataset";
import { shuffled, type Rng } from "../data/random";
import { expected } from "../errors";
import { argMax, countClasses, labelsOf, parted } from "./labels";
import type { Classifier } from "./learner";
import { agreement, calibrationError, same, share } from "./measures";
import type { Diagnostics, Rounds } from "./rounds";

/** At most so many unlabelled rows are looked at: agreement to 2 points, at little cost. */
const SEEN = 500;

/** Puts the answers of several learners for one row together: probabilities, or votes. */
export type Joint = (answers: readonly (readonly number[])[]) => number[];

/** Keeps the story of a run. */
export interface Watch {
  /** Writes down a round: the labels by then, and how many each learner added. */
  see(labels: readonly number[], added: readonly number[]): void;
  rounds(labels: readonly number[], arrived: readonly number[], stopped: Rounds["stopped"]): Rounds;
  dispose(): void;
}

/** The mean of the learners' probabilities. */
export const meanOf: Joint = (answers) =>
  answers[0].map((_, c) => answers.reduce((sum, p) => sum + p[c], 0) / answers.length);

/** Watches these learners on `data`, whose labels are `given` (NaN where there is none). */
export function watch(
  learners: readonly Classifier[],
  data: Dataset,
  given: readonly number[],
  { joint = meanOf, diagnostics = {}, rng, names, ask = oneByOne(learners) }: WatchOptions,
): Watch {
  const { target, classes } = learners[0];
  const { labelled, unlabelled } = parted(given);
  const { test, truth } = diagnostics;
  checkDiagnostics(diagnostics, data.size);
  const testLabels = test && labelsOf(test, target, classes);
  const seen = data.rows(shuffled(unlabelled, rng).slice(0, SEEN));
  const own = data.rows(labelled);
  const story = {
    added: [] as number[][],
    coverage: [] as number[],
    agreement: [] as number[],
    given: [] as number[][],
    classes: [] as number[][],
    kept: [] as number[],
    accuracy: [] as number[][],
    together: [] as number[],
    calibration: [] as number[],
    precision: [] as (number | null)[],
  };
  let before: readonly number[] = [...given];
  let first: number[] | undefined;

  return {
    see(labels, added) {
      const answers = ask(seen);
      const said = answers.map((rows) => rows.map(argMax));
      const all = together(answers, joint).map(argMax);
      first ??= all;
      story.added.push([...added]);
      story.coverage.push(share(unlabelled, (row) => !Number.isNaN(labels[row])));
      story.agreement.push(agreement(said));
      story.kept.push(same(all, first));
      story.classes.push(countClasses(all, classes).map((count) => count / all.length));
      const wanted = labelled.map((row) => given[row]);
      story.given.push(ask(own).map((rows) => same(rows.map(argMax), wanted)));
      if (test && testLabels) {
        const tested = ask(test);
        story.accuracy.push(tested.map((rows) => same(rows.map(argMax), testLabels)));
        const joined = together(tested, joint);
        story.together.push(same(joined.map(argMax), testLabels));
        story.calibration.push(calibrationError(joined, testLabels));
      }
      if (truth) {
        const fresh = unlabelled.filter(
          (row) => !Number.isNaN(labels[row]) && labels[row] !== before[row],
        );
        const right = (row: number) => labels[row] === truth[row];
        story.precision.push(fresh.length > 0 ? share(fresh, right) : null);
      }
      before = [...labels];
    },
    rounds: (labels, arrived, stopped) => ({
      learners: names ?? learners.map((_, k) => `learner ${k + 1}`),
      labels: labels.map((label) => (Number.isNaN(label) ? null : label)),
      arrived: [...arrived],
      prior: countClasses(given, classes).map((count) => count / labelled.length),
      stopped,
      ...story,
    }),
    dispose() {
      seen.dispose();
      own.dispose();
    },
  };
}

/** Throws unless the truth, if given, has a class for every row. */
export function checkDiagnostics({ truth }: Diagnostics, size: number): void {
  if (!truth || truth.length === size) return;
  throw expected(
    `a true class for each of the ${size} rows`,
    `${truth.length}`,
    "Give the labels that were hidden, in the order of the rows.",
  );
}

/** What a watch needs besides learners and data. */
export interface WatchOptions {
  joint?: Joint;
  diagnostics?: Diagnostics;
  rng: Rng;
  names?: string[];
  /** The answers of all learners at once, where that is cheaper than asking one after the other. */
  ask?: Ask;
}

/** Answers [learner][row][class]. */
type Ask = (asked: Dataset) => readonly number[][][];

function oneByOne(learners: readonly Classifier[]): Ask {
  return (asked) => learners.map((learner) => learner.probabilities(asked));
}

/** The learners' joint answer for each row; answers[learner][row][class]. */
export function together(answers: readonly (readonly number[][])[], joint: Joint): number[][] {
  return answers[0].map((_, row) => joint(answers.map((rows) => rows[row])));
}
