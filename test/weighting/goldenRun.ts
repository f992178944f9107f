// Runs a method on one case of a golden file, feeding it the random numbers the library drew, and measures the difference.
import {
  aggregationOf,
  type Aggregation,
  type Combiner,
  type Rows,
} from "../../src/weighting/aggregation";
import { rank } from "../../src/weighting/solvers/eigen";
import { cosines, dot, gramOf, quadratic } from "../../src/weighting/solvers/linear";
import { minNorm } from "../../src/weighting/solvers/simplexQp";
import type { Weighting } from "../../src/weighting/weighting";
import type { Call, Case, Row, Theirs } from "./golden";
import type { Given } from "./goldenInputs";

/** What tells dependent gradients from nearly dependent ones where all is float64, as it is here. */
export const EXACT = 1e-13;

/** Ours beside theirs, at their scale, for one call. */
export interface Answer {
  call: Call;
  update: number[];
  heads: number[];
  theirs: number[] | undefined;
  finite: boolean;
  error: number;
  /** What differs by more than the tolerance; empty where nothing does. */
  wrong: string;
}

/** The calls of a case, in order, on one fresh run of the method. */
export function answers(row: Row, c: Case, given: Given[]): Answer[] {
  const count = given[0].losses.length;
  const queue: number[] = [];
  const theirs = row.theirs(c, count, () => queue.shift()!);
  const { combiner, weights } = started(
    theirs.ours,
    given[0].losses.map((_, t) => `task ${t}`),
  );
  return given.map(({ losses, losses_after, rows }, step) => {
    const call = c.steps?.[step] ?? (c as Call);
    queue.push(...(theirs.draws?.(call, count) ?? []));
    const info = { step, epoch: call.epoch ?? step, losses };
    const batches = theirs.batches?.map((b) => rows[b]) ?? rows;
    const { gradient, heads } = combiner.combine({ ...info, rows: batches });
    combiner.observe?.({ ...info, gram: [] });
    if (losses_after) combiner.after?.(losses_after);
    return answer(row, call, rows, theirs, { gradient, heads, weights: weights() });
  });
}

/** What a call gave, before it is brought to the library's scale. */
interface Found {
  gradient: ArrayLike<number>;
  heads: readonly number[];
  weights: readonly number[] | undefined;
}

function answer(row: Row, call: Call, rows: Rows[], theirs: Theirs, found: Found): Answer {
  const { scale = 1 } = theirs;
  const raw = Array.from(found.gradient, (g) => g * scale);
  const length = Math.sqrt(dot(raw, raw));
  const clip = theirs.clip ? Math.min(1, theirs.clip / length) : 1;
  const update = raw.map((g) => g * clip);
  const heads = found.heads.map((h) => h * (theirs.heads ?? scale));
  const finite = [...update, ...heads].every(Number.isFinite);
  const expected = call.out.update ?? call.out.weights ?? undefined;
  const answer = { call, update, heads, theirs: expected, finite, error: Infinity };
  if (call.out.error || !expected) return { ...answer, wrong: "nothing to compare with" };
  const size = Math.max(...rows.flatMap((m) => m.flatMap((r) => Array.from(r, Math.abs))));
  const weights = found.weights && effective(call.out.weights, expected, rows[0]);
  const parts = {
    update: difference(update, expected, size),
    heads: difference(heads, call.out.decoder_weights ?? heads, 0),
    weights: weights
      ? difference(
          found.weights!.map((w) => w * scale * clip),
          weights,
          0,
        )
      : 0,
  };
  const wrong = Object.entries(parts).filter(([, error]) => !(error <= row.tolerance));
  return {
    ...answer,
    error: Math.max(...Object.values(parts)),
    wrong: wrong
      .map(([what, e]) => `${what} off by ${shorten(e)}, ${shorten(row.tolerance)} allowed`)
      .join("; "),
  };
}

/**
 * Their weights, if it is they that make their update out of the gradients, and no others do. What a library returns may
 * mean something else.
 */
function effective(weights: number[] | null | undefined, update: number[], rows: Rows) {
  if (!weights || update.length !== rows[0].length || dependent(rows, 1e-4)) return undefined;
  const sum = update.map((_, i) => rows.reduce((s, g, t) => s + weights[t] * g[i], 0));
  return difference(sum, update, 0) <= 1e-12 ? weights : undefined;
}

/** Whether some combination of these gradients is 0. */
export function dependent(rows: Rows, tolerance = EXACT): boolean {
  return rank(cosines(gramOf(rows)), tolerance) < rows.length;
}

/** Whether 0 is a convex combination of the gradients: no direction helps all. */
export function stationary(rows: Rows): boolean {
  const unit = cosines(gramOf(rows));
  return quadratic(unit, minNorm(unit)) < 1e-12;
}

/** A fresh run of a weighting or an aggregation, as the latter; and the weights of the last call. */
function started(ours: Weighting | Aggregation, tasks: readonly string[]) {
  let last: readonly number[] | undefined;
  const run = ours.start(tasks);
  if ("combine" in run) return { combiner: run as Combiner, weights: () => undefined };
  const weights: typeof run.weights = (info) => (last = run.weights(info));
  const rule = { ...run, weights };
  return {
    combiner: aggregationOf({ ...(ours as Weighting), start: () => rule }).start(tasks),
    weights: () => last,
  };
}

/** Largest difference relative to the largest number expected; what is below 1e-7 of the gradients counts as 0. */
export function difference(
  found: readonly number[],
  expected: readonly number[],
  size: number,
): number {
  const largest = Math.max(...expected.map(Math.abs));
  const off = Math.max(...expected.map((e, i) => Math.abs(found[i] - e)));
  if (largest <= 1e-7 * size || largest === 0) return off <= 1e-7 * size ? 0 : Infinity;
  return off / largest;
}

export function shorten(x: number): string {
  return Number.isFinite(x) ? x.toExponential(1) : String(x);
}
