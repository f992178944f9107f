import { describe, expect, test } from "vitest";
import { seeded, shuffled } from "../../../src/data/random";
import { engine } from "../../../src/engine";
import { expectEqual, type Row } from "./equality";
import { architectures, kinds, losses, optimizers, weightings } from "./factors";

const COMBINATIONS = 40;
const rng = seeded(5);

/** Names in a random order, over and over: each is drawn as often as any other. */
function dealt<T>(table: Record<string, T>): () => { name: string; value: T } {
  let deck: string[] = [];
  return () => {
    if (deck.length === 0) deck = shuffled(Object.keys(table), rng);
    const name = deck.pop()!;
    return { name, value: table[name] };
  };
}

// Four kinds of task at once are slow, and in every row of the other tables; a single task has nothing to weigh or share.
const { mixed: _, "one task": __, ...few } = losses;
const draw = {
  build: dealt(architectures),
  weighting: dealt(weightings),
  block: dealt(kinds),
  optimizer: dealt(optimizers),
  tasks: dealt(few),
};
const combinations = Array.from({ length: COMBINATIONS }, () => {
  const drawn = Object.entries(draw).map(([factor, next]) => ({ factor, ...next() }));
  const row: Row = Object.fromEntries(drawn.map(({ factor, value }) => [factor, value]));
  return [drawn.map(({ name }) => name).join(", "), row] as const;
});

describe.runIf(engine().name === "native")("a sample of combinations, compiled as eager", () => {
  let [refused, amplified] = [0, 0];
  test.each(combinations)("%s", (_, row) => {
    try {
      if (expectEqual(row, { amplified: true }).needed) amplified++;
    } catch (error) {
      // Some do not go together, and the library says so: Krum with two tasks, gradients of separate networks.
      if (!(error instanceof RangeError && /^Expected .* Found /.test(error.message))) throw error;
      refused++;
    }
  });

  test("most of which go together, and few of which amplify rounding", () => {
    expect(refused).toBeLessThanOrEqual(COMBINATIONS / 4);
    expect(amplified).toBeLessThanOrEqual(COMBINATIONS / 10);
  });
});
