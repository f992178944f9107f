import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { normal, seeded } from "../../src/data/random";
import { cka, similarity } from "../../src/inspect/cka";
import { features, layersOf } from "../../src/inspect/features";
import { ple } from "../../src/models/ple";
import { options, table } from "../models/table";
import { expectNoLeak } from "../toys";

const draw = (rows: number, width: number, seed: number) => {
  const rng = seeded(seed);
  return tf.tensor2d(Array.from({ length: rows }, () => Array.from({ length: width }, () => normal(rng)))); // prettier-ignore
};

/** The formulas of the papers, written out entry by entry. */
function plainly(x: number[][], y: number[][], debiased: boolean): number {
  const n = x.length;
  const gram = (rows: number[][]) =>
    rows.map((a, i) =>
      rows.map((b, j) => (debiased && i === j ? 0 : a.reduce((s, v, k) => s + v * b[k], 0))),
    );
  const sum = (m: number[][]) => m.flat().reduce((a, b) => a + b, 0);
  const hsic = (k: number[][], l: number[][]) => {
    const trace = sum(k.map((row, i) => row.map((v, j) => v * l[j][i])));
    const cross = k.reduce(
      (s, row, i) => s + row.reduce((a, b) => a + b) * l[i].reduce((a, b) => a + b),
      0,
    );
    const [c1, c2] = debiased ? [1 / ((n - 1) * (n - 2)), 2 / (n - 2)] : [1 / (n * n), 2 / n];
    return trace + c1 * sum(k) * sum(l) - c2 * cross;
  };
  const [k, l] = [gram(x), gram(y)];
  return hsic(k, l) / Math.sqrt(hsic(k, k) * hsic(l, l));
}

describe("cka", () => {
  it("is worked by hand for columns: the squared correlation", async () => {
    const x = tf.tensor2d([[-1], [0], [1]]);
    const y = tf.tensor2d([[2], [0], [1]]);
    // Centred y is (1, -1, 0): <x, y> = -1, so r^2 = 1 / (2 * 2).
    expect(await expectNoLeak(() => cka(x, y))).toBeCloseTo(0.25, 6);
    tf.dispose([x, y]);
  });

  it("agrees with the papers' formulas, plain and debiased, for different widths", () => {
    const [x, y] = [draw(12, 3, 1), draw(12, 5, 2)];
    for (const debiased of [false, true]) {
      const wanted = plainly(x.arraySync(), y.arraySync(), debiased);
      expect(cka(x, y, { debiased })).toBeCloseTo(wanted, 5);
    }
    tf.dispose([x, y]);
  });

  it("is 1 after rotation, scaling and shift, and not after stretching one direction", () => {
    tf.tidy(() => {
      const x = draw(50, 2, 3);
      const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
      const turn = tf.tensor2d([[c, s], [-s, c]]); // prettier-ignore
      const y = x.matMul(turn).mul(300).add(7) as tf.Tensor2D;
      const stretched = x.mul(tf.tensor1d([1, 30])) as tf.Tensor2D;
      for (const debiased of [false, true]) {
        expect(cka(x, y, { debiased })).toBeCloseTo(1, 4);
        expect(cka(x, stretched, { debiased })).toBeLessThan(0.9);
      }
    });
  });

  it("of independent wide features is high for few rows, and debiased it is not", () => {
    const [x, y] = [draw(30, 200, 4), draw(30, 200, 5)];
    expect(cka(x, y)).toBeGreaterThan(0.7);
    expect(Math.abs(cka(x, y, { debiased: true }))).toBeLessThan(0.1);
    tf.dispose([x, y]);
  });

  it("refuses different rows and too few, and knows nothing of constant features", () => {
    const [x, y, same] = [draw(3, 2, 6), draw(4, 2, 7), tf.ones<tf.Rank.R2>([3, 2])];
    expect(() => cka(x, y)).toThrow(/the same rows.*Found 3 and 4/);
    expect(() => cka(x, x, { debiased: true })).toThrow(/at least 4.*Found 3/);
    expect(cka(x, same)).toBeNaN();
    tf.dispose([x, y, same]);
  });
});

describe("similarity", () => {
  it("compares every layer with every other: 1 on the diagonal, symmetric for one model", async () => {
    const x = draw(40, 6, 8);
    await expectNoLeak(() => {
      const model = ple({ ...options, shared: 1 });
      const { rows, columns, values } = similarity(model, model, { x });
      expect(rows).toEqual(layersOf(model));
      expect(columns).toEqual(rows);
      expect(rows).toContain("aSize");
      values.forEach((row, i) => {
        expect(row[i]).toBeCloseTo(1, 4);
        row.forEach((v, j) => expect(v).toBeCloseTo(values[j][i], 4));
      });
      model.dispose();
    });
    x.dispose();
  });

  it("features of the last layers are the raw scores, for every architecture", async () => {
    const x = draw(5, 6, 9);
    for (const { make } of table) {
      await expectNoLeak(() => {
        const model = make(options);
        const names = layersOf(model);
        const all = features(model, { x }, names);
        expect(all.every(({ shape }) => shape[0] === 5)).toBe(true);
        const raw = model.net.predict(x) as tf.Tensor[];
        const last = all[names.indexOf(model.net.outputs[0].sourceLayer.name)];
        expect([...last.dataSync()]).toEqual([...raw[0].dataSync()]);
        tf.dispose([all, raw]);
        model.dispose();
      });
    }
    const model = table[0].make(options);
    expect(() => features(model, { x }, ["nosuch"])).toThrow(/name of a layer.*"nosuch".*aSize/);
    model.dispose();
    x.dispose();
  });
});
