import { describe, expect, test } from "vitest";
import { seeded } from "../../../src/data/random";
import { engine } from "../../../src/engine";
import { fixed } from "../../../src/weighting";
import { expectEqual } from "./equality";
import { architectures, kinds, losses, optimizers, weightings } from "./factors";
import { pairsOf, type Names } from "./pairs";

// Four kinds of task at once are slow, and in every row of the other tables; a single task has nothing to weigh or share.
const { mixed: _, "one task": __, ...two } = losses;
// Krum and a trimmed mean choose among more than two tasks.
const { krum: ___, trimmedMean: ____, ...rules } = weightings;
const tables = {
  build: architectures,
  weighting: { ...rules, fixed: () => fixed([0.5, 2]) },
  block: kinds,
  optimizer: optimizers,
  tasks: two,
};
const factors = Object.fromEntries(
  Object.entries(tables).map(([factor, table]) => [factor, Object.keys(table)]),
);

/** PAIRS=all takes 35 minutes; PAIRS=300 takes the first 300 rows. */
const { PAIRS = "12" } = process.env;
const ROWS = PAIRS === "all" ? Infinity : Number(PAIRS);

/** What does not go with some architectures, and how the library says so. */
const REFUSALS: [factor: string, message: RegExp][] = [
  ["weighting", /^Expected weights that tasks share/],
  ["block", /^Expected stages whose width/],
  ["tasks", /^Expected tasks whose outputs are linear/],
];

/** One row: what the library refuses to put in this architecture, and whether compiled steps gave other numbers. */
function run(row: Names): { refused?: string; amplified?: boolean; failed?: string } {
  const parts = Object.entries(row).map(([factor, name]) => {
    const table: Record<string, unknown> = tables[factor as keyof typeof tables];
    return [factor, table[name]];
  });
  try {
    return { amplified: expectEqual(Object.fromEntries(parts), { amplified: true }).needed };
  } catch (error) {
    const { message } = error as Error;
    const [refused] = REFUSALS.find(([, said]) => said.test(message)) ?? [];
    if (error instanceof RangeError && refused) return { refused };
    return { failed: `${Object.values(row).join(", ")}: ${message}` };
  }
}

/** Whether an architecture has weights that tasks share from first to last; those of ltb part during training. */
function shares(name: string): boolean {
  const { input, encoder } = kinds.mlp;
  const o = { inputs: { x: input }, encoder: encoder(), tasks: losses.binary() };
  const model = architectures[name](o);
  model.dispose();
  return model.shared.length > 0 && name !== "ltb";
}

describe.runIf(engine().name === "native")("combinations, compiled as eager", () => {
  const hours = 2 * 3600_000;
  test(
    `${PAIRS} rows of all pairs`,
    () => {
      const pairs = pairsOf(factors, seeded(5));
      const all = pairs.left;
      const failed: string[] = [];
      const refused = new Set<string>();
      let [rows, amplified] = [0, 0];
      for (let row = pairs.next(); row && rows < ROWS; row = pairs.next()) {
        const found = run(row);
        if (found.refused) {
          pairs.parted(row, "build", found.refused);
          if (found.refused === "weighting") refused.add(row.build);
          continue;
        }
        pairs.met(row);
        rows++;
        if (found.failed) failed.push(found.failed);
        if (found.amplified) amplified++;
      }
      const { left } = pairs;
      console.log(JSON.stringify({ rows, refused: [...refused], amplified, all, left }));
      expect(failed).toEqual([]);
      expect([...refused].filter(shares)).toEqual([]);
      expect(amplified).toBeLessThanOrEqual(rows / 5);
    },
    hours,
  );
});
