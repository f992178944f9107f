// Democratic co-learning: learners of different kinds vote, and the outvoted learn from the majority.
import type { Dataset } from "../data/dataset";
import { seeded, shuffled } from "../data/random";
import { democracy, elected, information } from "./ballots";
import { crossValidated, foldsOf, resubstituted } from "./folds";
import { argMax, checkHalfLabelled, labelsOf, parted } from "./labels";
import { agreed, type Learner } from "./learner";
import type { Diagnostics, Rounds } from "./rounds";
import { fitOn } from "./teach";
import { watch, type Joint } from "./watch";

/** How to hold the votes. */
export interface DemocraticOptions {
  /** Rounds at most. Default 30. */
  rounds?: number;
  /** Parts of the given labels for cross-validated accuracies. Default 5, but 0 (accuracy on the labels learned) below 30. */
  folds?: number;
  /** Of the folds. Default 0. */
  seed?: number;
  diagnostics?: Diagnostics;
  names?: string[];
}

/**
 * Democratic co-learning (Zhou and Goldman 2004). Each learner's accuracy on the given labels is measured by
 * cross-validation, as a 95 % interval [low, high] with middle w. Every round the majority's class of an unlabelled row,
 * if it also has the most weight, is offered to the learners that say otherwise; each takes its offers if its expected
 * information rises, q = |L| (1 - 2 e / |L|)^2. Prediction: `democracy(weights)` on the learners' answers, or simply
 * vote(learners). A learner that was right where the majority was wrong is taught wrong: needs three kinds or more.
 *
 * @example
 * const o = { view: "x", target: "digit", classes: 10 };
 * const rounds = await democratic([logistic(o), naiveBayes(o), nearest(o)], few);
 */
export async function democratic(
  learners: readonly Learner[],
  data: Dataset,
  o: DemocraticOptions = {},
): Promise<Rounds> {
  const { target, classes } = agreed(learners, 3);
  const given = labelsOf(data, target, classes);
  checkHalfLabelled(given, classes);
  const { rounds = 30 } = o;
  const rng = seeded(o.seed ?? 0);
  const { labelled, unlabelled } = parted(given);
  const folds = o.folds ?? (labelled.length < 30 ? 0 : 5);
  const parts =
    folds === 0 ? [] : foldsOf(shuffled(labelled, rng), Math.min(folds, labelled.length));
  const sets = learners.map(() => [...given]);
  const errors = learners.map(() => 0);
  const labels = [...given];
  const arrived: number[] = given.map((label) => (Number.isNaN(label) ? -1 : 0));
  const weights = learners.map(() => 1);
  const joint: Joint = (answers) => democracy(weights, classes)(answers);
  const story = watch(learners, data, given, { ...o, joint, rng });
  let stopped: Rounds["stopped"] = "rounds";
  try {
    for (let round = 0; ; round++) {
      const lows: number[] = [];
      for (const [i, learner] of learners.entries()) {
        const held = folds > 0 && (await crossValidated(learner, data, given, sets[i], parts));
        await fitOn(learner, data, sets[i]);
        weights[i] = (held || resubstituted(learner, data, given, labelled)).middle;
        // What a label from the others is worth is measured on all that a learner holds, as in sslearn.
        lows.push(resubstituted(learner, data, sets[i], parted(sets[i]).labelled).low);
      }
      if (round === 0) {
        story.see(
          labels,
          learners.map(() => 0),
        );
      }
      if (round === rounds) break;
      const said = learners.map((learner) => learner.probabilities(data).map(argMax));
      const offers = learners.map(() => [] as { row: number; label: number }[]);
      for (const row of unlabelled) {
        const label = elected(
          said.map((own) => own[row]),
          weights,
          classes,
        );
        if (label === undefined) continue;
        said.forEach((own, i) => {
          if (own[row] !== label && Number.isNaN(sets[i][row])) offers[i].push({ row, label });
        });
      }
      const low = lows.reduce((a, b) => a + b, 0) / learners.length;
      const added = offers.map((own, i) => {
        const size = parted(sets[i]).labelled.length;
        const more = (1 - low) * own.length;
        const gain =
          information(size + own.length, errors[i] + more) - information(size, errors[i]);
        if (own.length === 0 || !(gain > 0)) return 0;
        errors[i] += more;
        for (const { row, label } of own) {
          sets[i][row] = label;
          if (!Number.isNaN(labels[row])) continue;
          labels[row] = label;
          arrived[row] = round + 1;
        }
        return own.length;
      });
      if (added.every((count) => count === 0)) {
        stopped = "no change";
        break;
      }
      for (const [i, learner] of learners.entries()) {
        if (added[i] > 0) await fitOn(learner, data, sets[i]);
      }
      story.see(labels, added);
    }
    return story.rounds(labels, arrived, stopped);
  } finally {
    story.dispose();
  }
}
