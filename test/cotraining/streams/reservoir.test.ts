import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../../src/engine";
import { reservoir } from "../../../src/cotraining/streams/reservoir";
import { fromArrays } from "../../../src/data/arrays";
import { seeded } from "../../../src/data/random";
import { expectNoLeak } from "../../toys";

/** Rows that hold their own number, labelled where `labelled` says so. */
const rows = (from: number, count: number, labelled = (_: number) => true) => {
  const at = Array.from({ length: count }, (_, i) => from + i);
  return fromArrays(
    { x: at.map((i) => [i]) },
    { a: at.map((i) => (labelled(i) ? i : NaN)), b: at.map(() => NaN) },
  );
};

/** The numbers of the rows in a reservoir of 4 after 40 rows in batches of 10. */
function kept(seed: number): number[] {
  return tf.tidy(() => {
    const memory = reservoir({ size: 4, rng: seeded(seed) });
    for (let from = 0; from < 40; from += 10) memory.add(rows(from, 10));
    expect(memory.size).toBe(4);
    const drawn = new Set(memory.draw(100)!.inputs.x.dataSync());
    return [...drawn];
  });
}

describe("a reservoir", () => {
  it("keeps every row by the same chance, whenever it came", () => {
    const counts = Array<number>(4).fill(0);
    for (let seed = 0; seed < 150; seed++)
      for (const row of kept(seed)) counts[Math.floor(row / 10)]++;
    // 600 rows over four batches: 150 each, standard deviation about 10.6.
    counts.forEach((count) => expect(Math.abs(count - 150)).toBeLessThan(45));
  });

  it("keeps labelled rows only, forgets a target, and frees what it held", async () => {
    await expectNoLeak(() => {
      const memory = reservoir({ size: 8, rng: seeded(1) });
      expect(memory.draw(2)).toBe(undefined);
      const batch = rows(0, 10, (i) => i < 3);
      memory.add(batch);
      expect(memory.size).toBe(3);
      memory.forget("a");
      expect(memory.size).toBe(0);
      memory.add(batch);
      const drawn = memory.draw(5)!;
      expect(drawn.size).toBe(5);
      [drawn, batch, memory].forEach((each) => each.dispose());
    });
    expect(() => reservoir({ size: 0, rng: seeded(1) })).toThrow("Expected a size from 1 up.");
  });
});
