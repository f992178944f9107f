// Data that several co-training tests share: two views that are independent given the class, and their splits.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fromArrays } from "../../src/data/arrays";
import type { Dataset } from "../../src/data/dataset";

/** Two-view Gaussians and five splits: see the file's `origin`. */
const made = JSON.parse(readFileSync(join(__dirname, "data", "gauss2view.json"), "utf8")) as {
  X: number[][];
  y: number[];
  seeds: { seed: number; test: number[]; labeled: number[] }[];
};

/** A split: training rows with three labels a class, their truth, and test rows. Inputs left [5], right [5]; target y. */
export function gauss(seed: number): { few: Dataset; test: Dataset; truth: number[] } {
  const split = made.seeds[seed];
  const tested = new Set(split.test);
  const kept = new Set(split.labeled);
  const train = made.y.map((_, row) => row).filter((row) => !tested.has(row));
  const of = (rows: number[], label: (row: number) => number) =>
    fromArrays(
      {
        left: rows.map((row) => made.X[row].slice(0, 5)),
        right: rows.map((row) => made.X[row].slice(5)),
      },
      { y: rows.map(label) },
    );
  return {
    few: of(train, (row) => (kept.has(row) ? made.y[row] : NaN)),
    test: of(split.test, (row) => made.y[row]),
    truth: train.map((row) => made.y[row]),
  };
}
