// Compares a method with the cases of a golden file: what passes, what fails, and what is excused and why.
import type { Rng } from "../../src/data/random";
import type { Aggregation, Rows } from "../../src/weighting/aggregation";
import type { Weighting } from "../../src/weighting/weighting";
import { inputsOf, read, type Given } from "./goldenInputs";
import { answers, dependent, shorten, stationary, type Answer } from "./goldenRun";

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- hyperparameters differ from file to file */
export type Hyper = Record<string, any>;

export interface Out {
  weights?: number[] | null;
  update?: number[] | null;
  decoder_weights?: number[];
  error?: string;
  exists?: boolean;
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
  /** The row of the exact optima of the same problem, and the hyperparameters there. */
  exact?: { row: Row; hyper(h: Hyper): Hyper | undefined };
  /** How badly an update misses what the method asks for: theirs must miss by more than ours. */
  miss?(rows: Rows, update: readonly number[], weights: readonly number[], hyper: Hyper): number;
  /** Errors of the library's own solver, or "NaN": why these gradients bring it to that. Others are not excused. */
  breaks?: Record<string, (rows: Rows) => string | undefined>;
  /** Why there is no one right answer. */
  open?(rows: Rows, out: Out, c: Case): string | undefined;
}

export interface Outcome {
  passed: number;
  /** Cases by reason. */
  excused: Map<string, string[]>;
  /** Cases and what is wrong. */
  failed: string[];
  /** The largest difference among what passed. */
  worst: number;
}

/** Compares every case of the row's file that is of the row's method. */
export function compare(folder: string, row: Row): Outcome {
  const outcome: Outcome = { passed: 0, excused: new Map(), failed: [], worst: 0 };
  const inputs = inputsOf(folder, row.file);
  for (const c of read<{ cases: Case[] }>(folder, row.file).cases) {
    if (row.method !== undefined && c.method !== row.method) continue;
    const name = `${c.input} ${JSON.stringify(c.hyperparameters)}`;
    try {
      const given = inputs(c.input);
      const reasons: (string | undefined)[] = [];
      answers(row, c, given).forEach((answer, step) => {
        const where = c.steps ? `${name} step ${step}` : name;
        const solved = step - (step % (c.hyperparameters.update_weights_every ?? 1));
        const reason =
          answer.wrong && (excuse(folder, row, c, answer, given[step]) ?? reasons[solved]);
        reasons.push(reason);
        if (!answer.wrong) {
          outcome.passed += 1;
          outcome.worst = Math.max(outcome.worst, answer.error);
        } else if (!reason) {
          outcome.failed.push(`${where}: ${answer.wrong}`);
        } else {
          outcome.excused.set(reason, [...(outcome.excused.get(reason) ?? []), where]);
        }
      });
    } catch (error) {
      outcome.failed.push(`${name}: ${(error as Error).message}`);
    }
  }
  return outcome;
}

/** Why it is right that ours differs; nothing where ours is not even finite. */
function excuse(
  folder: string,
  row: Row,
  c: Case,
  { call, update, heads, theirs, finite }: Answer,
  { rows }: Given,
): string | undefined {
  const { out } = call;
  if (!finite) return undefined;
  const broken = out.error ?? (theirs?.every(Number.isFinite) === false ? "NaN" : "");
  const cause = row.breaks?.[broken]?.(rows[0]);
  if (cause) {
    return `${out.error ? `the library raises ${broken}` : "NaN in the file"}; ours is finite: ${cause}`;
  }
  if (out.exists === false)
    return stationary(rows[0]) ? "no optimum exists; ours is finite" : undefined;
  const proof = row.exact && !c.steps && proved(folder, row.exact, c);
  if (proof) return proof;
  if (row.miss && theirs && !broken) {
    const of = (found: readonly number[], w: readonly number[]) =>
      row.miss!(rows[0], found, w, c.hyperparameters);
    const [ours, missed] = [of(update, heads), of(theirs, out.weights ?? heads)];
    if (ours <= missed * (1 + 1e-9)) {
      return "the library misses what the method asks for by more than ours does";
    }
  }
  return broken ? undefined : row.open?.(rows[0], out, c);
}

/** What the exact file says of the same problem, if ours agrees with it there and the library therefore cannot. */
function proved(folder: string, { row, hyper }: Row["exact"] & object, c: Case) {
  const wanted = hyper(c.hyperparameters);
  const { cases } = read<{ cases?: Case[] }>(folder, row.file, { cases: [] });
  const same = cases?.find(
    ({ input, hyperparameters: h }) =>
      input === c.input && wanted && Object.keys(wanted).every((key) => h[key] === wanted[key]),
  );
  if (!same) return undefined;
  const [answer] = answers(row, same, inputsOf(folder, row.file)(c.input));
  if (same.out!.exists === false) return `${row.file} says that no optimum exists`;
  if (!same.out!.update) return `${row.file} says that the direction is undefined`;
  return answer.wrong
    ? undefined
    : `${row.file} proves the library off: ours is within ${shorten(row.tolerance)} of the optimum`;
}

/** This reason where gradients are linearly dependent. */
export const ifDependent = (reason: string) => (rows: Rows) =>
  dependent(rows) ? `the gradients are linearly dependent: ${reason}` : undefined;

const isZero = (row: Rows[number]) => Array.from(row).every((x) => x === 0);

/** This reason where a gradient is 0. */
export const ifOneZero = (reason: string) => (rows: Rows) =>
  rows.some(isZero) ? `a gradient is 0: ${reason}` : undefined;

/** This reason where all gradients are 0. */
export const ifAllZero = (reason: string) => (rows: Rows) =>
  rows.every(isZero) ? `all gradients are 0: ${reason}` : undefined;
