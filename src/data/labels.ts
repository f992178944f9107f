// Which rows are labelled, and which of them keep their labels when the rest are hidden.
import { expected } from "../errors";
import { shuffled, type Rng } from "./random";

/** The rows of a target [size, ...] that hold no NaN. */
export function labelledRows(values: ArrayLike<number>, size: number): number[] {
  const width = values.length / size;
  const missing = new Set<number>();
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) missing.add(Math.floor(i / width));
  }
  return Array.from({ length: size }, (_, row) => row).filter((row) => !missing.has(row));
}

/** What `rowsToKeep` chooses from. */
export interface Keeping {
  readonly target: string;
  readonly values: ArrayLike<number>;
  readonly size: number;
  readonly keep: number;
  readonly rng: Rng;
}

/** `keep` labelled rows: one of each class at random, then any. Classes 0, 1, ... that do not fit are an error. */
export function rowsToKeep({ target, values, size, keep, rng }: Keeping): number[] {
  const rows = shuffled(labelledRows(values, size), rng);
  if (!(Number.isInteger(keep) && keep >= 1 && keep <= rows.length)) {
    throw expected(
      `between 1 and ${rows.length} labels to keep, as many as "${target}" has`,
      String(keep),
      "Keep fewer.",
    );
  }
  const firsts = values.length === size ? firstOfEach(rows, values) : [];
  if (firsts.length > keep) {
    const classes = firsts.map((row) => values[row]).sort((a, b) => a - b);
    if (classes.some((value, i) => value !== i)) return rows.slice(0, keep);
    throw expected(
      `at least ${classes.length} labels to keep, one for each class of "${target}"`,
      String(keep),
      "Keep more.",
    );
  }
  const chosen = new Set(firsts);
  for (const row of rows) {
    if (chosen.size === keep) break;
    chosen.add(row);
  }
  return [...chosen];
}

/** The first row of each distinct value, in the order given. */
function firstOfEach(rows: number[], values: ArrayLike<number>): number[] {
  const first = new Map<number, number>();
  for (const row of rows) if (!first.has(values[row])) first.set(values[row], row);
  return [...first.values()];
}
