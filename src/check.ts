// The ✓ and ✗ of notebooks: what the prose claims, a cell asserts.

/** Numbers that belong to a claim, by name. */
export type Detail = Record<string, number | string>;

/**
 * Prints "✓ claim (a = 0.93, b = 0.91)", or fails the cell, and with it the notebook, with "✗ claim (...)". Numbers are
 * shown with three digits, so that a claim with a margin reads the same on every machine: claim inequalities with
 * margins, never the equality of trained numbers.
 *
 * @example
 * check("sharing helps parity", shared.parity >= alone.parity - 0.01, { shared: shared.parity, alone: alone.parity });
 */
export function check(claim: string, holds: boolean, detail: Detail = {}): void {
  const text = describe(claim, detail);
  if (!holds) throw new Error(`✗ ${text}`);
  console.log(`✓ ${text}`);
}

/**
 * The `check` of workshops: a claim that does not hold yet prints "✗ claim (...)" with a hint and fails nothing, so that
 * a notebook with unsolved exercises runs to its end.
 *
 * @example
 * import { attempt as check } from "taskweave";
 */
export function attempt(claim: string, holds: boolean, detail: Detail = {}): void {
  const text = describe(claim, detail);
  console.log(
    holds ? `✓ ${text}` : `✗ ${text}\n  Not yet. Change the cells above, and run them again.`,
  );
}

function describe(claim: string, detail: Detail): string {
  const numbers = Object.entries(detail).map(([name, value]) => `${name} = ${short(value)}`);
  return numbers.length > 0 ? `${claim} (${numbers.join(", ")})` : claim;
}

function short(value: number | string): string {
  if (typeof value === "string" || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(3)));
}
