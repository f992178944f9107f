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
  const numbers = Object.entries(detail).map(([name, value]) => `${name} = ${short(value)}`);
  const text = numbers.length > 0 ? `${claim} (${numbers.join(", ")})` : claim;
  if (!holds) throw new Error(`✗ ${text}`);
  console.log(`✓ ${text}`);
}

function short(value: number | string): string {
  if (typeof value === "string" || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(3)));
}
