// Error correction: a given label that networks contradict long enough is replaced, and may be taken back.
import { expected } from "../errors";
import { argMax, parted } from "./labels";

/** When given labels are corrected. */
export interface CorrectionOptions {
  /** Mean probability of another class, at least; with a share e of wrong labels honest ones end at 1 - e. Default 0.7. */
  sure?: number;
  /** Rounds in a row in which networks must contradict, or later confirm, a given label. Default 3. */
  patience?: number;
}

/** A label that was replaced, or taken back: then `to` is the given label again. */
export interface Correction {
  readonly row: number;
  readonly from: number;
  readonly to: number;
  readonly round: number;
}

/** Labels that may change while networks learn from them. */
export interface Corrector {
  /** The label of each row by now; NaN where there is none. */
  readonly labels: number[];
  readonly story: Correction[];
  /** Looks at answers[network][i] for the i-th labelled row. */
  next(answers: readonly (readonly number[][])[], round: number): void;
}

/**
 * Corrects given labels. A row's label is replaced by class c when for `patience` rounds in a row all networks but at most
 * a third name the same c, at least two of them if there are two, with a mean probability from `sure` up; in the same way
 * the given label comes back when they return to it. Networks that learn a wrong label by heart contradict it no more, so
 * correct early, before they do. Without options nothing is corrected.
 */
export function corrector(given: readonly number[], o?: CorrectionOptions): Corrector {
  const { sure = 0.7, patience = 3 } = o ?? {};
  checkCorrection(sure, patience);
  const { labelled } = parted(given);
  const labels = [...given];
  const story: Correction[] = [];
  const streaks = labelled.map(() => ({ label: NaN, count: 0 }));
  return {
    labels,
    story,
    next(answers, round) {
      if (!o) return;
      labelled.forEach((row, i) => {
        const label = consensusOf(
          answers.map((rows) => rows[i]),
          sure,
        );
        const streak = streaks[i];
        if (label === undefined || label === labels[row]) streaks[i] = { label: NaN, count: 0 };
        else streaks[i] = { label, count: label === streak.label ? streak.count + 1 : 1 };
        if (streaks[i].count < patience) return;
        story.push({ row, from: labels[row], to: label!, round });
        labels[row] = label!;
        streaks[i] = { label: NaN, count: 0 };
      });
    },
  };
}

/** The class that enough networks name, surely enough. */
function consensusOf(answers: readonly (readonly number[])[], sure: number): number | undefined {
  const mean = answers[0].map((_, c) => answers.reduce((s, p) => s + p[c], 0) / answers.length);
  const label = argMax(mean);
  const count = answers.filter((p) => argMax(p) === label).length;
  const needed = Math.max(Math.min(2, answers.length), Math.ceil((2 * answers.length) / 3));
  return count >= needed && mean[label] >= sure ? label : undefined;
}

function checkCorrection(sure: number, patience: number): void {
  if (!(sure > 0.5 && sure <= 1)) {
    throw expected("sure above 0.5 and at most 1", String(sure), "Try 0.7.");
  }
  if (Number.isInteger(patience) && patience >= 1) return;
  throw expected("patience to be a whole number from 1 up", String(patience), "Try 3.");
}
