// Data that several co-training tests share: two views that are independent given the class, and their splits.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fromArrays } from "../../src/data/arrays";
import type { Dataset } from "../../src/data/dataset";
import { digits } from "../../src/data/digits";

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

const splits = JSON.parse(readFileSync(join(__dirname, "data", "digits-splits.json"), "utf8")) as {
  seeds: { seed: number; test: number[]; labeled: number[] }[];
};

/** Digits as two half images, five labels a digit. Inputs left [32], right [32]; target digit. */
export function halves(seed: number): { few: Dataset; test: Dataset; truth: number[] } {
  const all = digits();
  const [pixels, labels] = [all.inputs.x.arraySync() as number[][], all.targets.digit.dataSync()];
  all.dispose();
  const split = splits.seeds[seed];
  const [tested, kept] = [new Set(split.test), new Set(split.labeled)];
  const train = pixels.map((_, row) => row).filter((row) => !tested.has(row));
  const half = (row: number, side: number) =>
    pixels[row].filter((_, i) => (i % 8 < 4 ? 0 : 1) === side);
  const of = (rows: number[], label: (row: number) => number) =>
    fromArrays(
      { left: rows.map((row) => half(row, 0)), right: rows.map((row) => half(row, 1)) },
      { digit: rows.map(label) },
    );
  return {
    few: of(train, (row) => (kept.has(row) ? labels[row] : NaN)),
    test: of(split.test, (row) => labels[row]),
    truth: train.map((row) => labels[row]),
  };
}
