// The data of the co-training bench: rows in two views, and who is labelled, by seed.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { Dataset } from "../../src/data/dataset";
import { digits } from "../../src/data/digits";
import { mails } from "./mails";

export type Name =
  "digits" | "breast_cancer" | "wine" | "spam" | "gauss2view_rho00" | "gauss2view_rho90" | "moons";

/** One seed of a data set, with so many labels a class. Inputs left and right are the views; all may hold more. */
export interface Problem {
  readonly name: Name;
  readonly seed: number;
  readonly classes: number;
  /** Training rows, NaN where target `y` is hidden. */
  readonly few: Dataset;
  readonly test: Dataset;
  /** The true classes of the training and of the test rows. */
  readonly truth: number[];
  readonly wanted: number[];
  /** What methods of a single view read. */
  readonly all: string | string[];
  /** Wrong labels of every training row: [kind] to labels in the order of the rows. */
  noisy(kind: string): number[];
  dispose(): void;
}

/** An entry of a file of splits. */
export interface Split {
  seed: number;
  test: number[];
  train: number[];
  labeled: Record<string, number[]>;
  noise?: Record<string, [number, number][]>;
}

/** Rows in their canonical order. */
interface Rows {
  x: number[][];
  y: number[];
}

/** Where a row is cut into views, [from, to); single-view methods read both, or all columns where `whole` is set. */
const VIEWS: Record<Exclude<Name, "digits" | "spam">, { views: number[][]; whole?: boolean }> = {
  breast_cancer: { views: [[0, 10], [20, 30]], whole: true }, // prettier-ignore
  wine: { views: [[0, 6], [6, 13]] }, // prettier-ignore
  gauss2view_rho00: { views: [[0, 5], [5, 10]] }, // prettier-ignore
  gauss2view_rho90: { views: [[0, 5], [5, 10]] }, // prettier-ignore
  moons: { views: [[0, 1], [1, 2]] }, // prettier-ignore
};

const HERE = join(__dirname, "../data/cotraining");

/** The seeds of a set of splits, in order; none where the folder lacks the file. */
export function splitsOf(name: string, folder = join(HERE, "splits")): Split[] {
  const file = join(folder, `${name}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")).seeds as Split[]) : [];
}

/** Reads each data set once. */
export function reader(): (name: Name, split: Split, budget: number | "all") => Promise<Problem> {
  const read = new Map<Name, Promise<Rows>>();
  return async (name, split, budget) => {
    if (!read.has(name)) read.set(name, rowsOf(name));
    return problem(name, await read.get(name)!, split, budget);
  };
}

function problem(name: Name, { x, y }: Rows, split: Split, budget: number | "all"): Problem {
  const kept = new Set(budget === "all" ? split.train : split.labeled[budget]);
  const { mean, sd } = name === "wine" || name === "breast_cancer" ? scaleOf(x, split.train) : same;
  const { views, whole } = cuts(name, x[0].length);
  const dataset = (rows: number[], labels: number[]) => {
    const scaled = rows.map((row) => x[row].map((value, j) => (value - mean(j)) / sd(j)));
    const view = (cut: number[]) => tf.tensor2d(scaled.map((row) => columns(row, cut)));
    const inputs = { left: view(views[0]), right: view(views[1]) };
    return new Dataset(whole ? { ...inputs, all: tf.tensor2d(scaled) } : inputs, {
      y: tf.tensor1d(labels, "float32"),
    });
  };
  const labels = split.train.map((row) => (kept.has(row) ? y[row] : NaN));
  const few = dataset(split.train, labels);
  const wanted = split.test.map((row) => y[row]);
  const test = dataset(split.test, wanted);
  return {
    name,
    seed: split.seed,
    classes: 1 + Math.max(...y),
    few,
    test,
    truth: split.train.map((row) => y[row]),
    wanted,
    all: whole ? "all" : ["left", "right"],
    noisy(kind) {
      const wrong = new Map(split.noise?.[kind] ?? []);
      return split.train.map((row) => wrong.get(row) ?? y[row]);
    },
    dispose: () => [few, test].forEach((data) => data.dispose()),
  };
}

async function rowsOf(name: Name): Promise<Rows> {
  if (name === "spam") return mails();
  if (name === "digits") {
    const all = digits();
    const rows = {
      x: all.inputs.x.arraySync() as number[][],
      y: [...(all.targets.digit.dataSync() as Float32Array)],
    };
    all.dispose();
    return rows;
  }
  const { X, y } = JSON.parse(readFileSync(join(HERE, `${name}.json`), "utf8"));
  return { x: X, y };
}

/** Half images of digits (their columns 0 to 3 and 4 to 7), header and body of mails, columns of the others. */
function cuts(name: Name, width: number): { views: number[][]; whole?: boolean } {
  if (name === "spam") return { views: [range(0, 512), range(512, width)] };
  if (name === "digits") {
    const half = (side: number) => range(0, width).filter((i) => Math.floor((i % 8) / 4) === side);
    return { views: [half(0), half(1)], whole: true };
  }
  const { views, whole } = VIEWS[name];
  return { views: views.map(([from, to]) => range(from, to)), whole };
}

function columns(row: number[], cut: number[]): number[] {
  return cut.map((j) => row[j]);
}

/** Mean and standard deviation (divided by n) of each column over the training rows. */
function scaleOf(x: number[][], rows: number[]) {
  const means = x[0].map((_, j) => rows.reduce((sum, i) => sum + x[i][j], 0) / rows.length);
  const sds = means.map((m, j) =>
    Math.sqrt(rows.reduce((sum, i) => sum + (x[i][j] - m) ** 2, 0) / rows.length),
  );
  return { mean: (j: number) => means[j], sd: (j: number) => sds[j] };
}

const same = { mean: () => 0, sd: () => 1 };

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
