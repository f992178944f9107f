// Against scikit-learn; data as they come; errors.
import * as tf from "@tensorflow/tfjs";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DataFrame } from "danfojs-node";
import { describe, expect, it, test } from "vitest";
import { fromArrays } from "../../src/data/arrays";
import { fromTable } from "../../src/data/table";
import * as linear from "../../src/linear";
import { names } from "./made";

interface Reference {
  lambda: number;
  l2: number;
  weights: number[][];
  intercepts: number[];
}
type Numbers = Record<"lasso" | "multiTaskLasso" | "ridge" | "logistic" | "l1Logistic", Reference> &
  Record<"x" | "y" | "b", number[][]>;
const given = JSON.parse(readFileSync(join(__dirname, "sklearn.json"), "utf8")) as Numbers;
const column = (rows: number[][], t: number) => rows.map((row) => row[t]);
const targets = (rows: number[][]) =>
  Object.fromEntries(names(3).map((name, t) => [name, column(rows, t)]));
const [values, flags] = [given.y, given.b].map((y) => fromArrays({ x: given.x }, targets(y)));
const { logLoss } = linear;
const fine = { tolerance: 1e-11, iterations: 50000 };

describe("gives scikit-learn's numbers:", () => {
  test.each([
    ["Lasso", given.lasso, () => linear.lasso(values, { lambda: 0.3, ...fine })],
    [
      "MultiTaskLasso",
      given.multiTaskLasso,
      () => linear.jointFeatures(values, { lambda: 0.5, ...fine }),
    ],
    ["Ridge", given.ridge, () => linear.lasso(values, { lambda: 0, l2: 0.25, ...fine })],
    [
      "LogisticRegression",
      given.logistic,
      () => linear.lasso(flags, { lambda: 0, l2: given.logistic.l2, loss: logLoss, ...fine }),
    ],
    [
      "LogisticRegression with l1",
      given.l1Logistic,
      () => linear.lasso(flags, { lambda: given.l1Logistic.lambda, loss: logLoss, ...fine }),
    ],
  ] as const)("%s", (_, wanted, run) => {
    const { weights, intercepts, converged } = run();
    expect(converged).toBe(true);
    weights.flat().forEach((w, i) => expect(w).toBeCloseTo(wanted.weights.flat()[i], 6));
    intercepts.forEach((c, t) => expect(c).toBeCloseTo(wanted.intercepts[t], 6));
  });
});

describe("data", () => {
  it("come as a frame, or as a data set per task, and outputs are x.w + c, or chances", () => {
    const before = tf.memory().numTensors;
    const rows = given.x.map((row, i) => [...row, given.b[i][0], i % 4 ? given.y[i][1] : NaN]);
    const columns = ["a", "b", "c", "d", "e", "f", "yes", "much"];
    const features = columns.slice(0, 6);
    const frame = new DataFrame(rows, { columns });
    const of = (target: string) =>
      fromTable(frame, { inputs: { x: features }, targets: { [target]: target } });
    const parts = { yes: of("yes"), much: of("much") };
    const one = fromTable(frame, {
      inputs: { x: features },
      targets: { yes: "yes", much: "much" },
    });
    const model = linear.jointFeatures(parts, { lambda: 0.1 });
    expect(linear.jointFeatures(one, { lambda: 0.1 })).toEqual(model);
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
    const { much } = linear.predictLinear(model, one.inputs);
    const z = given.x[5].reduce((s, v, i) => s + v * model.weights[i][1], model.intercepts[1]);
    expect(much[5]).toBeCloseTo(z, 12);
    const chances = linear.predictLinear(
      linear.lasso({ yes: parts.yes }, { lambda: 0.01, loss: logLoss }),
      one.inputs,
    ).yes;
    const right = chances.filter((p, i) => Number(p > 0.5) === given.b[i][0]).length;
    expect(right).toBeGreaterThan(20);
    for (const data of [one, parts.yes, parts.much]) data.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("that cannot be learned are refused with the way out", () => {
    const wide = fromArrays({ x: [[1, 2]] }, { a: [1] });
    const flat = fromArrays({ x: [[1]] }, { b: [1], c: [null], two: [[1, 2]] });
    const run =
      (data: linear.LinearData, o = {}) =>
      () =>
        linear.lasso(data, { lambda: 1, ...o });
    expect(run({ a: wide, b: flat })).toThrow("Expected the same features in every data set, 2");
    expect(run({ c: flat })).toThrow('Expected labels for "c". Found none.');
    expect(run({ two: flat })).toThrow('Expected a target of one number per row for "two"');
    expect(run({ typo: flat })).toThrow('Found targets "b", "c", "two".');
    expect(run(values, { loss: logLoss })).toThrow('Expected 0 or 1 in target "t0"');
    expect(run(values, { lambda: -1 })).toThrow(
      "Expected lambda to be a number from 0 up. Found -1.",
    );
    const graph = { lambda: 1, edges: [["t0", "t9"]] as const };
    expect(() => linear.graphRegularised(values, graph)).toThrow('Found "t0", "t9"');
    expect(() => linear.clustered(values, { clusters: 4, lambda: 1 })).toThrow(
      "from 1 to 3 clusters",
    );
    const model = linear.lasso(values, { lambda: 1 });
    expect(() => linear.predictLinear(model, wide.inputs)).toThrow("Expected 6 columns. Found 2.");
    [wide, flat].forEach((data) => data.dispose());
  });
});
