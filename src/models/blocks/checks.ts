// What every block checks before it builds: sizes that are whole numbers, features of the right rank.
import type * as tf from "@tensorflow/tfjs";
import { expected } from "../../errors";

/** Throws unless `value` is a whole number from 1 up; `what` names it: "units of dense()". */
export function checkSize(what: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw expected(`${what} to be a whole number from 1 up`, String(value), "Pass one, 32 say.");
}

/** Throws unless one example of `x` has this many dimensions; `wanted` says what they are: "[height, width]". */
export function checkRank(block: string, x: tf.SymbolicTensor, rank: number, wanted: string): void {
  if (x.shape.length === rank + 1) return;
  throw expected(
    `features of shape ${wanted} before ${block}`,
    shapeText(x),
    `Give the model an input of shape ${wanted}, or use another block.`,
  );
}

/** Shape of one example: "[8, 8, 1]". */
export function shapeText(x: tf.SymbolicTensor): string {
  return `[${x.shape.slice(1).join(", ")}]`;
}
