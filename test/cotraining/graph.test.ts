import { describe, expect, it } from "vitest";
import "../../src/engine";
import { product } from "../../src/cotraining/product";
import { coRegress } from "../../src/cotraining/coRegress";
import { coRegularised } from "../../src/cotraining/coRegularised";
import { gaussian, nearestRows } from "../../src/cotraining/graph";
import { argMax, labelsOf } from "../../src/cotraining/labels";
import { propagate, spread } from "../../src/cotraining/propagate";
import { same } from "../../src/cotraining/measures";
import { fromArrays } from "../../src/data/arrays";
import { moons } from "../../src/data/moons";
import { normal, seeded } from "../../src/data/random";
import { expectNoLeak } from "../toys";

const o = { view: "x", target: "y", classes: 2 };
/** Five rows on a line, the ends labelled. */
const line = () => fromArrays({ x: [[0], [1], [2], [3], [4]] }, { y: [0, NaN, NaN, NaN, 1] });
/** Rows to Features, for graphs by hand. */
const rows = (x: number[]) => ({ size: x.length, width: 1, x: Float32Array.from(x) });

describe("graphs", () => {
  it("join each row to its nearest, and back", () => {
    const graph = nearestRows(1)(rows([0, 1, 3, 10]));
    expect(graph.map(({ at }) => at)).toEqual([[1], [0, 2], [1, 3], [2]]);
  });
  it("weigh by exp(-d^2 / (2 sigma^2))", () => {
    const [first] = gaussian(2)(rows([0, 2, 4]));
    expect(Array.from(first.at)).toEqual([0, 1, 2]);
    [1, Math.exp(-0.5), Math.exp(-2)].forEach((weight, i) =>
      expect(first.weight[i]).toBeCloseTo(weight, 10),
    );
    expect(() => gaussian(0)).toThrow("Expected sigma above 0.");
  });
});

describe("labels on a graph, by hand", () => {
  it("propagate: on a path the probability falls evenly from end to end", () => {
    const data = line();
    const chain = () =>
      [[1], [0, 2], [1, 3], [2, 4], [3]].map((at) => ({ at, weight: at.map(() => 1) }));
    const p = propagate(data, { ...o, graph: chain, tolerance: 1e-9 });
    p.forEach((row, i) => expect(row[1]).toBeCloseTo(i / 4, 6));
    data.dispose();
  });

  it("multiplies whole rows where weights are too small for floats: three classes", () => {
    const tiny = 1e-40;
    const graph = [[1, tiny, 0], [tiny, 1, 2], [4, 1, tiny]] // prettier-ignore
      .map((weight) => ({ at: [0, 1, 2], weight }));
    const by = product(graph, 3, (_i, _j, weight) => weight);
    const y = Float64Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const wanted = [1, 2, 3, 18, 21, 24, 8, 13, 18];
    by.apply(y).forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 12));
    expect(by.apply(Float64Array.from([0, 0, 0, 0, 0, 0, 1, 0, 0]))[6]).toBe(tiny);
    by.dispose();
  });

  it("spread: two joined rows settle at (1 - alpha)(I - alpha S)^-1 Y0", () => {
    const data = fromArrays({ x: [[0], [1], [9], [10]] }, { y: [0, NaN, NaN, 1] });
    const pairs = () => [[1], [0], [3], [2]].map((at) => ({ at, weight: [1] }));
    const p = spread(data, { ...o, graph: pairs, alpha: 0.5 });
    p.forEach((row, i) => expect(argMax(row)).toBe(i < 2 ? 0 : 1));
    data.dispose();
  });

  it("spread: a wrong label among many is outvoted with a high alpha, and stays with propagation", () => {
    const x = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 9, 9.1, 9.2];
    const data = fromArrays({ x: x.map((v) => [v]) }, { y: [0, 0, 1, 0, 0, NaN, 1, 1, 1] });
    const high = spread(data, { ...o, graph: nearestRows(3), alpha: 0.95 });
    expect(argMax(high[2])).toBe(0);
    expect(propagate(data, { ...o, graph: nearestRows(3) })[2]).toEqual([0, 1]);
    data.dispose();
  });

  it("leave a row that nothing reaches uniform", () => {
    const data = fromArrays({ x: [[0], [1], [5], [6]] }, { y: [0, 1, NaN, NaN] });
    const split = () => [[1], [0], [3], [2]].map((at) => ({ at, weight: [1] }));
    for (const p of [propagate, spread])
      expect(p(data, { ...o, graph: split })[3]).toEqual([0.5, 0.5]);
    data.dispose();
  });

  it("balance the classes by their share of the labels", () => {
    const data = fromArrays(
      { x: [[0], [1], [2], [3], [4], [5]] },
      { y: [0, NaN, NaN, NaN, NaN, 1] },
    );
    const full = (n: Parameters<ReturnType<typeof gaussian>>[0]) => gaussian(3)(n);
    const p = propagate(data, { ...o, graph: full, balance: true });
    const mass = [0, 1].map((c) => p.reduce((sum, row) => sum + row[c], 0));
    expect(mass[0]).toBeCloseTo(mass[1], 3);
    data.dispose();
  });
});

describe("labels on two moons", () => {
  it.each([
    ["propagate", propagate],
    ["spread", spread],
  ] as const)("%s needs four labels for 200 rows", async (_, method) => {
    const data = moons({ size: 200, noise: 0.05, rng: seeded(1) });
    const few = data.hide("moon", 4, seeded(2));
    const truth = labelsOf(data, "moon", 2);
    const p = await expectNoLeak(() =>
      method(few, {
        view: "x",
        target: "moon",
        classes: 2,
        ...(method === spread && { alpha: 0.99 }),
      }),
    );
    const right = same(p.map(argMax), truth);
    expect(right).toBeGreaterThan(0.95);
    p.forEach((row) => expect(row[0] + row[1]).toBeCloseTo(1, 6));
    [data, few].forEach((each) => each.dispose());
  });
});

describe("co-training for numbers", () => {
  const made = (labels: number) => {
    const rng = seeded(4);
    const x = Array.from({ length: 160 }, () => 6 * rng());
    const view = (shift: number) => x.map((v) => [v + 0.05 * normal(rng) + shift]);
    const y = x.map((v, i) => (i < labels ? Math.sin(v) + 0.05 * normal(rng) : NaN));
    return { data: fromArrays({ a: view(0), b: view(1) }, { y }), truth: x.map(Math.sin) };
  };
  const rmse = (a: number[], b: number[]) =>
    Math.sqrt(a.reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0) / a.length);

  it("coRegress keeps given values, adds by each side, and comes no further from the truth", async () => {
    const { data, truth } = made(20);
    const options = { views: ["a", "b"], target: "y" } as const;
    const found = await expectNoLeak(() => coRegress(data, options));
    const alone = await coRegress(data, { ...options, rounds: 0 });
    expect(rmse(found.predict(data), truth)).toBeLessThan(rmse(alone.predict(data), truth));
    expect(found.values.slice(0, 20)).toEqual([...data.targets.y.dataSync()].slice(0, 20));
    expect((await coRegress(data, options)).values).toEqual(found.values);
    data.dispose();
  });

  it("coRegularised solves two columns by hand: agreement pulls both slopes together", () => {
    // One labelled row x = (1, 1), y = 2 and one unlabelled (1, -1): the constants take up the label; checked by descent.
    const data = fromArrays({ a: [[1], [2], [3]], b: [[1], [0], [5]] }, { y: [2, 1, NaN] });
    const loss = (w: number[][], agreement: number) => {
      const f = (v: number, x: number) => w[v][0] * x + w[v][1];
      const fits = [
        [1, 2],
        [2, 1],
      ].reduce((sum, [x, y]) => sum + (y - f(0, x)) ** 2, 0);
      const other = [
        [1, 2],
        [0, 1],
      ].reduce((sum, [x, y]) => sum + (y - f(1, x)) ** 2, 0);
      const apart = (f(0, 3) - f(1, 5)) ** 2;
      return fits + other + w[0][0] ** 2 + w[1][0] ** 2 + agreement * apart;
    };
    const { weights, predict } = coRegularised(data, {
      views: ["a", "b"],
      target: "y",
      agreement: 2,
    });
    const least = loss(weights, 2);
    for (const v of [0, 1])
      for (const j of [0, 1])
        for (const step of [-0.01, 0.01]) {
          const moved = weights.map((w, u) =>
            w.map((value, i) => value + (u === v && i === j ? step : 0)),
          );
          expect(loss(moved, 2)).toBeGreaterThan(least);
        }
    expect(predict(data)).toHaveLength(3);
    expect(() => coRegularised(data, { views: ["a"], target: "y" })).toThrow("two views or more");
    data.dispose();
  });
});
