// What every aggregation promises, and the two interfaces against each other.
import { expect, test } from "vitest";
import * as w from "../../src/weighting";
import { aggregations, awkward, first, gradients, stepOf, update } from "./inputs";

const names = (rows: number[][]) => rows.map((_, t) => `task ${t}`);
const all = [...aggregations, w.perWeight(w.gradVac()), w.aggregationOf(w.upgrad())];

/** Two steps of a fresh run on the same gradients in every batch and wherever a step leads; the second answer. */
function second(aggregation: w.Aggregation, rows: number[][], losses = rows.map(() => 0.5)) {
  const run = aggregation.start(names(rows));
  const info = {
    ...stepOf(rows, losses),
    rows: [rows, rows, rows].slice(0, aggregation.batches ?? 1),
    sizes: rows[0].map(() => 1),
    ahead: () => ({ losses, rows }),
  };
  run.combine(info);
  return run.combine({ ...info, step: 1 });
}

test.each(all.map((aggregation) => [aggregation.name, aggregation] as const))(
  "%s answers finite numbers of the right count to awkward gradients",
  (_, aggregation) => {
    for (const [kind, rows] of Object.entries(awkward)) {
      const { gradient, heads } = second(aggregation, rows);
      expect(gradient.length, kind).toBe(rows[0].length);
      expect(heads.length, kind).toBe(rows.length);
      expect([...gradient, ...heads].every(Number.isFinite), kind).toBe(true);
    }
  },
);

const ownScale = ["AdaTask", "MoCo", "DB-MTL"];
test.each(all.filter(({ name }) => !ownScale.includes(name)).map((a) => [a.name, a] as const))(
  "%s adds up the gradients of tasks that agree",
  (_, aggregation) => {
    const { gradient } = second(aggregation, [
      [1, -2],
      [1, -2],
      [1, -2],
    ]);
    expect([...gradient]).toEqual([3, -6].map((x) => expect.closeTo(x, 6)));
  },
);

test("a weighting as an aggregation combines the rows by its weights", () => {
  const rows = gradients(2, 4, 6);
  const run = w.aggregationOf(w.pcgrad()).start(names(rows));
  const { gradient, heads } = run.combine({ ...stepOf(rows), rows: [rows] });
  const expected = update(rows, first(w.pcgrad(), rows));
  expect([...gradient]).toEqual(expected.map((x) => expect.closeTo(x, 12)));
  expect(heads).toEqual([1, 1, 1, 1]);
});

test("AdaTask steps by one per task where a single Adam would follow the largest gradient", () => {
  const { gradient } = second(w.adaTask(), [
    [100, 0],
    [0, 0.01],
  ]);
  expect([...gradient]).toEqual([1, 1].map((x) => expect.closeTo(x, 4)));
});

test("GradDrop lets through one sign per coordinate, and a leak of the rest", () => {
  const rows = [[2], [-1]];
  const run = (leak: number, u: number) =>
    w
      .gradDrop({ leak, rng: () => u })
      .start(names(rows))
      .combine({ ...stepOf(rows), rows: [rows] }).gradient[0];
  // The positive sign is drawn with probability 2/3.
  expect([run(0, 0.6), run(0, 0.7)]).toEqual([2, -1]);
  expect([run(0.5, 0.6), run(0.5, 0.7)]).toEqual([1.5, 0]);
});

test("a weighting per weight decides for each kernel and bias by itself", () => {
  // The tasks agree in the first weight and conflict in the second.
  const rows = [
    [1, 2, 3],
    [1, 2, -1],
  ];
  const info = { ...stepOf(rows), rows: [rows] };
  const { gradient, heads } = w
    .perWeight(w.pcgrad())
    .start(names(rows))
    .combine({ ...info, sizes: [2, 1] });
  // In the second each projection on the other leaves nothing.
  expect([...gradient]).toEqual([2, 4, 0].map((x) => expect.closeTo(x, 9)));
  expect(heads).toEqual([expect.closeTo(1, 9), expect.closeTo(1, 9)]);
  const one = w.perWeight(w.gradVac()).start(names(rows));
  expect(() => one.combine({ ...info, sizes: [2] })).toThrow(
    "Expected sizes that sum to 3. Found 2.",
  );
});

test("a weighting per weight is the weighting itself where there is one weight", () => {
  const rows = gradients(4, 3, 5);
  for (const weighting of [w.gradVac(), w.famo(), w.uncertainty()]) {
    const info = { ...stepOf(rows), rows: [rows], sizes: [5] };
    const [one, other] = [w.perWeight(weighting), w.aggregationOf(weighting)].map((aggregation) => {
      const run = aggregation.start(names(rows));
      return [0, 1].map((step) => {
        const { gradient } = run.combine({ ...info, step });
        run.observe?.({ ...info, step, gram: [] });
        run.after?.([0.3, 0.4, 0.5]);
        return [...gradient];
      });
    });
    expect(one).toEqual(other);
  }
});
