// What every weighting promises, on seeded and on awkward inputs.
import { describe, expect, test } from "vitest";
import { dot } from "../../src/weighting/solvers/linear";
import * as w from "../../src/weighting";
import { awkward, first, gradients, gramMethods, lossMethods, scaled, update } from "./inputs";

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const seeds = Array.from({ length: 40 }, (_, i) => i + 1);
const length = (v: readonly number[]) => Math.sqrt(dot(v, v));

describe.each(gramMethods.map((method, i) => [method.name, i, method] as const))(
  "%s (%i)",
  (_name, _place, method) => {
    test.each(Object.entries(awkward))(
      "answers finite weights to gradients that are %s",
      (_kind, rows) => {
        expect(first(method, rows).every(Number.isFinite)).toBe(true);
      },
    );

    test("answers finite weights to random gradients of all scales, also dependent and in float32", () => {
      for (const seed of seeds) {
        const rows = gradients(seed, 2 + (seed % 8), 1 + (seed % 5)).map((row, t) =>
          scaled(row, 10 ** (((seed * t) % 13) - 6)).map(Math.fround),
        );
        expect(first(method, rows).every(Number.isFinite), `seed ${seed}`).toBe(true);
      }
    });

    test("gives weights that sum to the number of tasks when tasks agree", () => {
      const rows = [
        [1, -2],
        [1, -2],
        [1, -2],
      ];
      expect(sum(first(method, rows, [0.7, 0.7, 0.7]))).toBeCloseTo(3, 3);
    });

    test("gives a single task weight 1", () => {
      expect(first(method, [[3, -4]], [0.7])[0]).toBeCloseTo(1, 3);
    });

    test("does not feel a common scale of all gradients", () => {
      for (const seed of seeds.slice(0, 10)) {
        const rows = gradients(seed, 3, 5);
        const [a, b] = [
          first(method, rows),
          first(
            method,
            rows.map((row) => scaled(row, 30)),
          ),
        ];
        a.forEach((x, t) => expect(b[t]).toBeCloseTo(x, 5));
      }
    });
  },
);

test.each(lossMethods.map((method) => [method.name, method] as const))(
  "%s has weights that sum to the number of tasks when losses are equal, and 1 for one task",
  (name, method) => {
    const size = name === "RLW" ? sum(first(method, gradients(1, 3, 2))) : 3;
    expect(sum(first(method, gradients(1, 3, 2), [0.4, 0.4, 0.4]))).toBeCloseTo(size, 7);
    expect(first(method, gradients(1, 1, 2), [0.4])[0]).toBeCloseTo(1, 9);
  },
);

const anyOrder = gramMethods.filter(({ name }) => !["PCGrad", "GradVac", "PCD"].includes(name));
test.each(anyOrder.map((method) => [method.name, method] as const))(
  "permuting tasks permutes the weights of %s",
  (_, method) => {
    const [order, losses] = [
      [2, 0, 3, 1],
      [0.3, 0.9, 0.5, 0.7],
    ];
    for (const seed of seeds) {
      const rows = gradients(seed, 4, 6);
      const straight = first(method, rows, losses);
      const turned = first(
        method,
        order.map((i) => rows[i]),
        order.map((i) => losses[i]),
      );
      order.forEach((i, at) => expect(turned[at]).toBeCloseTo(straight[i], 6));
    }
  },
);

// The default regularisation is sized for the longest gradient and lets much shorter ones be hurt.
const sharp = { regularisation: 1e-11 };
const harmless = [
  w.mgda(),
  w.nash(),
  w.fairGrad({ alpha: 2 }),
  w.upgrad(sharp),
  w.dualProj(sharp),
  w.conFig(),
];
test.each(harmless.map((method) => [method.name, method] as const))(
  "%s moves against no task's gradient",
  (_, method) => {
    for (const seed of seeds) {
      const rows = gradients(seed, 5, 8).map((row, t) => scaled(row, 10 ** ((t - 2) / 2)));
      const d = update(rows, first(method, rows));
      for (const row of rows)
        expect(dot(row, d) / (length(row) * length(d))).toBeGreaterThan(-1e-5);
    }
  },
);

test.each([w.nash(), w.imtlG(), w.conFig()].map((method) => [method.name, method] as const))(
  "%s takes the same direction whatever the units of each loss",
  (_, method) => {
    for (const seed of seeds) {
      const rows = gradients(seed, 3, 6);
      const other = rows.map((row, t) => scaled(row, [1e-2, 1, 1e2][t]));
      const [a, b] = [update(rows, first(method, rows)), update(other, first(method, other))];
      // Impartial directions may point away from all tasks; the sign is the weights' sum's.
      expect(Math.abs(dot(a, b)) / (length(a) * length(b))).toBeCloseTo(1, 9);
    }
  },
);

test("Nash-MTL at its own scale divides a task's weight by its loss's unit", () => {
  const rows = gradients(3, 3, 6);
  const nash = w.nash({ rescale: false });
  const [a, b] = [first(nash, rows), first(nash, [scaled(rows[0], 8), rows[1], rows[2]])];
  expect(b.map((x, t) => x * [8, 1, 1][t])).toEqual(a.map((x) => expect.closeTo(x, 10)));
});
