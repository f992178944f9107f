// The story of a semi-supervised run as plain data: print it, plot it, diagnose it, save it as JSON.
import type { Dataset } from "../data/dataset";

/** What may only be looked at. True labels enter a run here or not at all: nothing that trains reads them. */
export interface Diagnostics {
  /** Data to measure accuracy on after every round. */
  readonly test?: Dataset;
  /** The true class of every row of the training data, to measure how many given labels are right. */
  readonly truth?: ArrayLike<number>;
}

/**
 * A semi-supervised run, round by round. Arrays over rounds begin with round 0: the learners as the given labels alone
 * made them. What is said of "unlabelled rows" is measured on the rows that had no label at the start, on at most 500.
 */
export interface Rounds {
  /** The learners' names, "learner 1" and so on unless named. */
  readonly learners: string[];
  /** Final label of every row, given or found; null where there is none. */
  readonly labels: (number | null)[];
  /** The round each label arrived: 0 for given ones, -1 for never. */
  readonly arrived: number[];
  /** added[round][learner]: labels that this learner gave. */
  readonly added: number[][];
  /** Share of the unlabelled rows that have a label by then. */
  readonly coverage: number[];
  /** Share of unlabelled rows on which two learners name the same class, averaged over pairs; 1 for one learner. */
  readonly agreement: number[];
  /** given[round][learner]: share of the given labels that the learner says itself. */
  readonly given: number[][];
  /** classes[round][class]: share of unlabelled rows that the learners together put in this class. */
  readonly classes: number[][];
  /** Share of unlabelled rows that the learners together still put in the class they did in round 0. */
  readonly kept: number[];
  /** Class shares of the given labels. */
  readonly prior: number[];
  /** Why it ended: all rounds done, nothing left to label, nobody sure enough, nothing changed any more, or interrupted. */
  readonly stopped: "rounds" | "all labelled" | "none confident" | "no change" | "interrupted";
  /** accuracy[round][learner] on the test data; empty without. */
  readonly accuracy: number[][];
  /** Accuracy of the learners together on the test data; empty without. */
  readonly together: number[];
  /** Expected calibration error of the learners together on the test data, 15 bins; empty without. */
  readonly calibration: number[];
  /** Share of the labels added in a round that are true, null where none was added; empty without the truth. */
  readonly precision: (number | null)[];
}
