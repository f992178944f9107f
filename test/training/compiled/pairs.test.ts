import { describe, expect, test } from "vitest";
import { seeded } from "../../../src/data/random";
import { engine } from "../../../src/engine";
import { expectEqual } from "./equality";
import { architectures, kinds, losses, optimizers, weightings } from "./factors";
import { pairsOf, type Names } from "./pairs";

// A single task has nothing to weigh or share.
const { "one task": _, ...several } = losses;
const tables = {
  build: architectures,
  weighting: weightings,
  block: kinds,
  optimizer: optimizers,
  tasks: several,
};
const factors = Object.fromEntries(
  Object.entries(tables).map(([factor, table]) => [factor, Object.keys(table)]),
);

/** PAIRS=all takes the better part of an hour; PAIRS=300 takes the first 300 rows. */
const { PAIRS = "40" } = process.env;
const ROWS = PAIRS === "all" ? Infinity : Number(PAIRS);

/** One row: whether the library takes it, and whether compiled steps gave other numbers. */
function run(row: Names): { refused?: boolean; amplified?: boolean; failed?: string } {
  const parts = Object.entries(row).map(([factor, name]) => {
    const table: Record<string, unknown> = tables[factor as keyof typeof tables];
    return [factor, table[name]];
  });
  try {
    return { amplified: expectEqual(Object.fromEntries(parts), { amplified: true }).needed };
  } catch (error) {
    const { message } = error as Error;
    // Some do not go together, and the library says so: Krum with two tasks, gradients of separate networks.
    if (error instanceof RangeError && /^Expected .* Found /.test(message))
      return { refused: true };
    return { failed: `${Object.values(row).join(", ")}: ${message}` };
  }
}

describe.runIf(engine().name === "native")("combinations, compiled as eager", () => {
  const hours = 2 * 3600_000;
  test(
    `${PAIRS} rows of all pairs`,
    () => {
      const pairs = pairsOf(factors, seeded(5));
      const all = pairs.left;
      const failed: string[] = [];
      let [rows, refused, amplified] = [0, 0, 0];
      for (let row = pairs.next(); row && rows < ROWS; row = pairs.next()) {
        const found = run(row);
        rows++;
        if (found.failed) failed.push(found.failed);
        if (found.refused) refused++;
        if (found.amplified) amplified++;
        pairs.told(row, !found.refused);
      }
      const { left, never } = pairs;
      console.log(JSON.stringify({ rows, refused, amplified, all, left, never: never.length }));
      if (never.length > 0) console.log(`never: ${never.join(", ")}`);
      expect(failed).toEqual([]);
      expect(refused).toBeLessThanOrEqual(rows / 4);
      expect(amplified).toBeLessThanOrEqual(rows / 10);
    },
    hours,
  );
});
