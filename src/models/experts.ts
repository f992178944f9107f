// Experts: copies of an encoder that gates mix, per task and example.
import * as tf from "@tensorflow/tfjs";
import type { Rng } from "../data/random";
import { expected } from "../errors";
import { checkSize } from "./blocks/checks";
import { flat } from "./blocks/dense";
import { through } from "./build";
import { Mixture } from "./layers/mixture";
import type { Block } from "./model";
import { linear } from "./stages";

/** A mapping of its own weights; `owner` is the task that has it to itself, undefined for a shared one. */
export interface Expert {
  readonly label: string;
  readonly owner?: string;
  readonly output: tf.SymbolicTensor;
}

/** How many experts a task has to itself: the same number for all, or by task. */
export type PerTask = number | Readonly<Record<string, number>>;

/** This many experts that read x; labels count from 1: "shared 1", "digit 2". */
export function experts(
  count: number,
  x: tf.SymbolicTensor,
  block: Block,
  rng: Rng,
  owner?: string,
): Expert[] {
  return Array.from({ length: count }, (_, k) => ({
    label: `${owner ?? "shared"} ${k + 1}`,
    owner,
    output: block(x, rng),
  }));
}

/** softmax(W g(x) + b) over `units` choices, [batch, units]; x is flattened. */
export function gateOf(
  x: tf.SymbolicTensor,
  units: number,
  g: Block[],
  rng: Rng,
): tf.SymbolicTensor {
  return linear(units, rng, "softmax").apply(flat(through(x, g, rng))) as tf.SymbolicTensor;
}

/** What `reader` makes of these experts by this gate. */
export function mixture(
  gate: tf.SymbolicTensor,
  from: readonly Expert[],
  reader: string,
  level: number,
): tf.SymbolicTensor {
  const layer = new Mixture({
    options: { reader, level, sources: from.map(({ label }) => label) },
  });
  return layer.apply([gate, ...from.map(({ output }) => output)]) as tf.SymbolicTensor;
}

/** The number of a task's own experts; `what` names the option in errors. */
export function countFor(task: string, own: PerTask, what: string): number {
  const count = typeof own === "number" ? own : own[task];
  checkSize(what, count);
  return count;
}

/** Throws unless `count` is a whole number from 0 up. */
export function checkCount(what: string, count: number): void {
  if (Number.isInteger(count) && count >= 0) return;
  throw expected(`${what} to be a whole number from 0 up`, String(count), "Pass one, 2 say.");
}
