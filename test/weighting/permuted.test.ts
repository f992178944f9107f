// Permuting the tasks permutes what losses' weightings and aggregations answer; a single task is followed as it is.
import { expect, test } from "vitest";
import * as w from "../../src/weighting";
import { aggregations, first, gradients, lossMethods, stepOf } from "./inputs";

const order = [2, 0, 3, 1];
const losses = [0.3, 0.9, 0.5, 0.7];
const turned = <T>(values: readonly T[]): T[] => order.map((i) => values[i]);

test.each(lossMethods.filter(({ name }) => name !== "RLW").map((m) => [m.name, m] as const))(
  "permuting tasks permutes the weights of %s",
  (_, method) => {
    for (let seed = 1; seed <= 20; seed++) {
      const rows = gradients(seed, 4, 3);
      const scaled = losses.map((l, t) => l * (1 + ((seed * (t + 1)) % 5)));
      const straight = first(method, rows, scaled);
      const other = first(method, turned(rows), turned(scaled));
      other.forEach((x, at) => expect(x).toBeCloseTo(straight[order[at]], 9));
    }
  },
);

test("permuting tasks permutes the weights of Krum", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const rows = gradients(seed, 4, 3);
    const straight = first(w.krum({ outliers: 1, selected: 2 }), rows);
    expect(first(w.krum({ outliers: 1, selected: 2 }), turned(rows))).toEqual(turned(straight));
  }
});

/** Three steps of a fresh run, each batch with gradients of its own: the last answer. */
function third(method: w.Aggregation, of: <T>(values: readonly T[]) => T[], count = 4) {
  const run = method.start(of(["a", "b", "c", "d"].slice(0, count)));
  let answer: w.Combined | undefined;
  for (let step = 0; step < 3; step++) {
    const rows = [0, 1, 2].map((b) => of(gradients(10 * step + b + 1, count, 6)));
    const ahead = (b: number, move: ArrayLike<number>) => ({
      losses: of(losses.slice(0, count)),
      rows: rows[b].map((row) => row.map((x, i) => x - move[i])),
    });
    const info = { ...stepOf(rows[0], of(losses.slice(0, count))), step, sizes: [4, 2], ahead };
    answer = run.combine({ ...info, rows: rows.slice(0, method.batches ?? 1) });
  }
  return answer!;
}

test.each([...aggregations, w.trimmedMean({ trim: 1 })].map((m) => [m.name, m] as const))(
  "permuting tasks leaves the update of %s, and permutes what heads receive",
  (_, method) => {
    const [straight, other] = [third(method, (values) => [...values]), third(method, turned)];
    other.gradient.forEach((x, i) => expect(x).toBeCloseTo(straight.gradient[i], 6));
    other.heads.forEach((x, at) => expect(x).toBeCloseTo(straight.heads[order[at]], 6));
  },
);

const ownScale = ["trimmed mean", "AdaTask", "MoCo", "DB-MTL"];
test.each(aggregations.filter((m) => !ownScale.includes(m.name)).map((m) => [m.name, m] as const))(
  "%s gives a single task its own gradient",
  (_, method) => {
    const run = method.start(["a"]);
    const row = [3, -4, 1];
    const ahead = () => ({ losses: [0.4], rows: [row] });
    const rows = Array.from({ length: method.batches ?? 1 }, () => [row]);
    const info = { step: 0, epoch: 0, losses: [0.5], sizes: [3], ahead };
    const { gradient } = run.combine({ ...info, rows });
    const ratio = gradient[0] / row[0];
    expect(ratio).toBeGreaterThan(0);
    gradient.forEach((x, i) => expect(x / ratio).toBeCloseTo(row[i], 6));
  },
);
