// Whether chance takes a row so far below the record: by the other library's own repeats, else by the spread over seeds.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { paired } from "../../src/cotraining";
import { seeded } from "../../src/data/random";
import { spreadOf } from "../../src/data/spread";
import { percent } from "./percent";

/** A row's accuracies, and what is known of the other library's. */
export interface Compared {
  readonly ours: readonly number[];
  /** The recorded run, one accuracy per seed. */
  readonly recorded: readonly number[];
  /** Whether both are of the same seeds, in the same order. */
  readonly sameSeeds: boolean;
  /** More runs of the other library on these seeds, with other random numbers. */
  readonly repeats?: Repeats;
}

/** Accuracies [run][seed]. */
export interface Repeats {
  readonly by: string;
  readonly runs: readonly (readonly number[])[];
}

/** Chance takes a mean so many standard errors down, or below this share of repeats, and no further. */
const ERRORS = 2;
const SHARE = 0.025;

/** With fewer seeds nobody knows their spread. */
const LEAST_SEEDS = 5;

const KNOWN = JSON.parse(
  readFileSync(join(__dirname, "../data/cotraining/repeats.json"), "utf8"),
) as Record<string, Record<string, Record<string, Repeats>>>;

/** Repeats of a row on the public splits, where there are any. */
export function repeatsOf(table: string, column: string, method: string): Repeats | undefined {
  return KNOWN[table]?.[column]?.[method];
}

/** How chance explains a row, in words; undefined if it does not. Repeats, where there are any, have the last word. */
export function byChance({ ours, recorded, sameSeeds, repeats }: Compared): string | undefined {
  if (ours.length < LEAST_SEEDS) return undefined;
  if (repeats && repeats.runs[0].length === ours.length) {
    const { by, runs } = repeats;
    const { mean, share } = beside(repeats, spreadOf(ours).mean);
    const found = `${runs.length} repeats of ${by} have ${percent(mean)}, ${percent(share)} % of such rows are as low`;
    return share >= SHARE ? found : undefined;
  }
  const { gap, error } = sameSeeds ? pairedGap(ours, recorded) : unpairedGap(ours, recorded);
  const found = `${percent(gap)} +- ${percent(error)}${sameSeeds ? ", paired" : ""}, over seeds`;
  return gap >= -ERRORS * error ? found : undefined;
}

/**
 * The mean of the repeats, and how many of 20 000 rows put together from them (each seed's accuracy from any run) are not
 * above ours. A count, since accuracies have a long tail: a network now and then loses a class.
 */
export function beside({ runs }: Repeats, ours: number): { mean: number; share: number } {
  const rng = seeded(0);
  const count = 20_000;
  let low = 0;
  for (let i = 0; i < count; i++) {
    const row = runs[0].map((_, seed) => runs[Math.floor(rng() * runs.length)][seed]);
    if (spreadOf(row).mean <= ours + 1e-9) low++;
  }
  return { mean: spreadOf(runs.flat()).mean, share: low / count };
}

function pairedGap(ours: readonly number[], recorded: readonly number[]) {
  const { mean: gap, error } = paired(ours, recorded);
  return { gap, error };
}

function unpairedGap(ours: readonly number[], recorded: readonly number[]) {
  const [a, b] = [ours, recorded].map(spreadOf);
  return { gap: a.mean - b.mean, error: Math.hypot(a.error, b.error) };
}
