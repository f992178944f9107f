// Runs a method on the inputs of golden files, feeding it the random numbers the library drew, and measures the difference.
import type { Rng } from "../../src/data/random";
import {
  aggregationOf,
  type Aggregation,
  type Combiner,
  type Rows,
} from "../../src/weighting/aggregation";
import { cosines, gramOf, quadratic } from "../../src/weighting/solvers/linear";
import { minNorm } from "../../src/weighting/solvers/simplexQp";
import { inputsOf, read, type Given } from "./goldenInputs";
import type { Weighting } from "../../src/weighting/weighting";

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- hyperparameters differ from file to file */
export type Hyper = Record<string, any>;

export interface Out {
  weights?: number[] | null;
  update?: number[] | null;
  decoder_weights?: number[];
  error?: string;
  exists?: boolean;
  state?: { alpha?: number[] };
}

export interface Call {
  out: Out;
  epoch?: number;
  permutations?: number[][];
  normal_draws?: number[];
  uniform_draws?: number[];
}

export interface Case extends Partial<Call> {
  input: string;
  method?: string;
  hyperparameters: Hyper;
  steps?: Call[];
  baseline_losses?: number[];
}

/** A method as one library has it: times `scale` ours is theirs, in the update and in what heads receive. */
export interface Theirs {
  ours: Weighting | Aggregation;
  scale?: number;
  heads?: number;
  /** They clip the update to this length. */
  clip?: number;
  /** Which of their batches are our first, second, third. */
  batches?: number[];
  /** The random numbers of a call as the uniform draws our method will take. */
  draws?(call: Call, tasks: number): number[];
}

export interface Row {
  file: string;
  method?: string;
  tolerance: number;
  theirs(c: Case, tasks: number, rng: Rng): Theirs;
  /** Why a case is not compared. `stationary`: 0 is a convex combination of the gradients, no direction helps all. */
  except?(c: Case, out: Out, stationary: boolean): string | undefined;
  /** How badly an answer misses what the method asks for: asked where the answers differ, and theirs must miss by more. */
  miss?(rows: Rows, update: readonly number[], weights: readonly number[], hyper: Hyper): number;
}

export interface Outcome {
  row: Row;
  compared: number;
  left: Map<string, number>;
  worst: number;
  where: string;
}

/** Leaves out the cases whose input's id starts so: a tie, or no unique answer. */
export const without =
  (...kinds: string[]) =>
  (c: Case): string | undefined =>
    kinds.some((kind) => c.input.startsWith(kind)) ? "a tie or no unique answer" : undefined;

/** Compares every case of the row's file. */
export function compare(folder: string, row: Row): Outcome {
  const inputs = inputsOf(folder, row.file);
  const outcome: Outcome = { row, compared: 0, left: new Map(), worst: 0, where: "" };
  for (const c of read<{ cases: Case[] }>(folder, row.file).cases) {
    if (row.method !== undefined && c.method !== row.method) continue;
    for (const [i, error] of errors(row, c, inputs(c.input)).entries()) {
      if (typeof error === "string") {
        outcome.left.set(error, (outcome.left.get(error) ?? 0) + 1);
        continue;
      }
      outcome.compared += 1;
      if (error > outcome.worst || Number.isNaN(error)) {
        outcome.worst = error;
        outcome.where = `${c.input} ${JSON.stringify(c.hyperparameters)} step ${i}`;
      }
    }
  }
  return outcome;
}

/** Per call the relative difference, or why it was left out. */
function errors(row: Row, c: Case, given: Given[]): (number | string)[] {
  const count = given[0].losses.length;
  const tasks = given[0].losses.map((_, t) => `task ${t}`);
  const queue: number[] = [];
  const theirs = row.theirs(c, count, () => queue.shift()!);
  const combiner = started(theirs.ours, tasks);
  return given.map(({ losses, losses_after, rows }, step) => {
    const call = c.steps?.[step] ?? (c as Call);
    queue.push(...(theirs.draws?.(call, count) ?? []));
    const info = { step, epoch: call.epoch ?? step, losses };
    const batches = theirs.batches?.map((b) => rows[b]) ?? rows;
    const { gradient, heads } = combiner.combine({ ...info, rows: batches });
    combiner.observe?.({ ...info, gram: [] });
    if (losses_after) combiner.after?.(losses_after);
    const reason = call.out.error
      ? `they raise ${call.out.error}`
      : row.except?.(c, call.out, stationary(rows[0]));
    if (reason) return reason;
    const update = clipped(
      [...gradient].map((g) => g * (theirs.scale ?? 1)),
      theirs.clip,
    );
    const expected = call.out.update ?? call.out.weights;
    if (!expected) return "they give no update";
    if (!expected.every(Number.isFinite)) return "they answer NaN";
    const size = Math.max(
      ...rows.flatMap((m) => m.flatMap((r) => [...(r as number[])].map(Math.abs))),
    );
    const head = heads.map((h) => h * (theirs.heads ?? theirs.scale ?? 1));
    const felt = call.out.decoder_weights ?? head;
    const error = Math.max(difference(update, expected, size), difference(head, felt, 0));
    if (!row.miss || error <= row.tolerance) return error;
    const ours = row.miss(rows[0], update, heads, c.hyperparameters);
    const missed = row.miss(rows[0], expected, call.out.weights ?? felt, c.hyperparameters);
    return ours <= missed * (1 + 1e-9)
      ? "theirs misses what the method asks for by more than ours"
      : error;
  });
}

function stationary(rows: Rows): boolean {
  const unit = cosines(gramOf(rows));
  return quadratic(unit, minNorm(unit)) < 1e-12;
}

/** A fresh run of a weighting or an aggregation, as the latter. */
function started(ours: Weighting | Aggregation, tasks: readonly string[]): Combiner {
  const run = ours.start(tasks);
  return "combine" in run ? run : aggregationOf({ ...ours, start: () => run }).start(tasks);
}

/** Largest difference relative to the largest number expected; what is below 1e-7 of the gradients counts as 0. */
function difference(found: readonly number[], expected: readonly number[], size: number): number {
  const largest = Math.max(...expected.map(Math.abs));
  const off = Math.max(...expected.map((e, i) => Math.abs(found[i] - e)));
  if (largest <= 1e-7 * size || largest === 0) return off <= 1e-7 * size ? 0 : Infinity;
  return off / largest;
}

function clipped(update: number[], clip = 0): number[] {
  const length = Math.sqrt(update.reduce((sum, g) => sum + g * g, 0));
  return clip > 0 && length > clip ? update.map((g) => (g * clip) / length) : update;
}
