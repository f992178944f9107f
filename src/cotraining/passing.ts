// The labels that networks pass on to each other, round after round, and the story of it in numbers.
import type { Dataset } from "../data/dataset";
import { passedLabel, type PassedLabel } from "./confidence";
import type { Corrector } from "./correction";
import { divergence } from "./criteria";
import { argMax, labelsOf, parted } from "./labels";
import { same } from "./measures";
import type { CoTrainNetworksOptions } from "./networkOptions";
import type { Parts } from "./networkParts";
import type { NetworkRounds } from "./networkRounds";
import { average, beliefIn } from "./trust";

/** What passing labels on adds to the story of a run. */
export type PassingStory = Pick<
  NetworkRounds,
  | "loss"
  | "confidence"
  | "divergence"
  | "changed"
  | "corrected"
  | "corrections"
  | "say"
  | "sharing"
  | "ramp"
  | "shared"
>;

/** The labels of the unlabelled rows while networks train. */
export interface Passing {
  /** Of each unlabelled row, in order. */
  readonly passed: readonly PassedLabel[];
  /** The label of every row, given or passed on; NaN where there is none. */
  readonly labels: readonly number[];
  /** The round since which the label stands: 0 for given ones, -1 for none. */
  readonly arrived: readonly number[];
  readonly story: PassingStory;
  /** Passes labels on anew and writes the round down. Labels count `ramp` in the round. */
  next(o: { round: number; loss: number[]; counts: number; ramp: number }): void;
  dispose(): void;
}

/** Starts with no label passed on; `given` holds NaN where labels are to be found. */
export function passing(
  parts: Parts,
  data: Dataset,
  given: readonly number[],
  fix: Corrector,
  o: CoTrainNetworksOptions,
): Passing {
  const { target, classes } = o;
  const { labelled, unlabelled } = parted(given);
  const hidden = data.rows(unlabelled);
  const known = data.rows(labelled);
  const { test } = o.diagnostics ?? {};
  const truth = test && labelsOf(test, target, classes);
  const labels = [...given];
  const arrived: number[] = given.map((label) => (Number.isNaN(label) ? -1 : 0));
  const nothing = { label: Array<number>(classes).fill(1 / classes), weight: 0 };
  let passed: readonly PassedLabel[] = unlabelled.map(() => nothing);
  const story: PassingStory = {
    loss: [],
    confidence: [],
    divergence: [],
    changed: [],
    corrected: [],
    corrections: fix.story,
    say: [],
    sharing: [],
    ramp: [],
    shared: [],
  };

  /** Writes the passed labels into `labels`; how many were taken back or corrected. */
  const settle = (round: number, counts: number): number => {
    let corrected = 0;
    passed.forEach(({ label, weight }, i) => {
      const row = unlabelled[i];
      const next = weight > 0 && counts > 0 ? argMax(label) : NaN;
      if (Object.is(next, labels[row])) return;
      if (!Number.isNaN(labels[row])) corrected++;
      labels[row] = next;
      arrived[row] = Number.isNaN(next) ? -1 : round;
    });
    return corrected;
  };

  /** What the networks say of the labelled rows: corrects given labels, and gives each network's accuracy on them. */
  const hear = (round: number): number[] => {
    const answers = parts.answers(known).networks;
    const before = fix.story.length;
    fix.next(answers, round);
    for (const { row, to } of fix.story.slice(before)) {
      labels[row] = to;
      arrived[row] = to === given[row] ? 0 : round;
    }
    const now = labelled.map((row) => fix.labels[row]);
    return answers.map((rows) => same(rows.map(argMax), now));
  };

  /** How much each network has to say, from what it says of all unlabelled rows. */
  const sayOf = (said: readonly number[][][], accuracy: readonly number[]): readonly number[] =>
    o.say?.({ said: said.map((rows) => rows.map(argMax)), accuracy }) ??
    o.weights ??
    said.map(() => 1);

  return {
    get passed() {
      return passed;
    },
    labels,
    arrived,
    story,
    next({ round, loss, counts, ramp }) {
      const { networks: said, weights } = parts.answers(hidden);
      const accuracy = o.correct || o.say ? hear(round) : [];
      const voices = { ...o, weights: sayOf(said, accuracy) };
      const rows = unlabelled.map((_, i) => said.map((own) => own[i]));
      const before = passed;
      passed = rows.map((answers, i) =>
        passedLabel(answers, voices, round > 0 ? before[i].label : undefined),
      );
      const moved = passed.filter(({ label }, i) => argMax(label) !== argMax(before[i].label));
      story.loss.push(loss);
      story.changed.push(round > 0 ? moved.length / unlabelled.length : null);
      story.corrected.push(settle(round, counts));
      story.divergence.push(average(rows.map(divergence)));
      story.confidence.push(average(rows.map((answers) => beliefIn(answers, o))));
      story.sharing.push(said.map((_, k) => average(weights.map((w) => w[k]))));
      story.ramp.push(ramp);
      story.say.push([...voices.weights]);
      if (!test || !truth) return;
      story.shared.push(same(parts.answers(test).shared.map(argMax), truth));
    },
    dispose: () => [hidden, known].forEach((part) => part.dispose()),
  };
}
