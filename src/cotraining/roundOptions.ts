// How learners that label rows for themselves or each other go about it, checked.
import { expected } from "../errors";
import type { Diagnostics } from "./rounds";

/** How learners give labels, round after round. */
export interface RoundOptions {
  /** Rounds at most. Default 30. */
  rounds?: number;
  /** Labels of each class that each learner may give in a round. Default: quotas(class shares of the given labels). */
  quota?: readonly number[];
  /** So many of the surest rows, whatever their class, instead of quotas. For showing what goes wrong then. */
  unbalanced?: number;
  /** Only rows with a higher probability get a label. Default 0. */
  threshold?: number;
  /** So many random unlabelled rows are looked at in a round; Infinity for all. Default 75, or 10 per class. */
  pool?: number;
  /** Of the pools. Default 0. */
  seed?: number;
  /**
   * The rows that may come into the pool, in this order; of equally sure rows the first is taken. Default: all rows without
   * a label, shuffled by `seed`, or as they stand in the data where the pool holds them all.
   */
  order?: readonly number[];
  /** The truth, to look at only. */
  diagnostics?: Diagnostics;
  /** Names of the learners in the result. */
  names?: string[];
  /** Stops after the round when aborted. */
  signal?: AbortSignal;
}

/** RangeError for counts below 1, a threshold out of range, and quotas that do not fit the classes. */
export function checkOptions(o: RoundOptions, classes: number): void {
  const counts = { rounds: o.rounds, unbalanced: o.unbalanced, pool: o.pool };
  for (const [name, value] of Object.entries(counts)) {
    if (value === undefined || (value >= 1 && (value === Infinity || Number.isInteger(value)))) {
      continue;
    }
    throw expected(`${name} to be a whole number from 1 up`, String(value), "Correct it.");
  }
  if (o.threshold !== undefined && !(o.threshold >= 0 && o.threshold < 1)) {
    throw expected("threshold from 0 to below 1", String(o.threshold), "Try 0.9.");
  }
  if (o.quota && o.unbalanced !== undefined) {
    throw expected("quota or unbalanced", "both", "Take quotas.");
  }
  if (!o.quota) return;
  const fine = o.quota.length === classes && o.quota.every((count) => count >= 0);
  if (fine && o.quota.some((count) => count > 0)) return;
  throw expected(
    `a quota for each of ${classes} classes`,
    `[${o.quota.join(", ")}]`,
    "Give numbers from 0 up, as quotas() does.",
  );
}
