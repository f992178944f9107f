import { describe, expect, it } from "vitest";
import "../../src/engine";
import { coTeach } from "../../src/cotraining/coTeach";
import { coTeachPlus } from "../../src/cotraining/coTeachPlus";
import { joCoR } from "../../src/cotraining/joCoR";
import type { PeerHistory } from "../../src/cotraining/peerHistory";
import type { SmallLossOptions } from "../../src/cotraining/smallLoss";
import type { Dataset } from "../../src/data/dataset";
import type { Model } from "../../src/models/model";
import { evaluate } from "../../src/training/evaluate";
import { fit } from "../../src/training/fit";
import { expectNoLeak } from "../toys";
import { clouds, expectCompiled, model, sides } from "./clouds";

type Run = (models: Model[], data: Dataset, o: SmallLossOptions) => Promise<PeerHistory>;

const methods: [string, Run][] = [
  ["one network's small losses", ([m], data, o) => coTeach([m], data, o)],
  ["co-teaching", coTeach],
  ["co-teaching+", coTeachPlus],
  ["JoCoR", joCoR],
];
const o = { epochs: 60, learningRate: 0.02, batchSize: 40, seed: 1 };
const wide = [64, 64];

describe.each(methods)("%s", (name, run) => {
  it("forgets wrong labels that plain training learns by heart", async () => {
    const [data, test] = [clouds(160, { wrong: 0.35, seed: 3 }), clouds(600, { seed: 4 })];
    const plain = model(1, wide);
    await fit(plain, data, { ...o, progress: false });
    const pair = [model(1, wide), model(2, wide)];
    const diagnostics = { test, truth: sides(160) };
    const found = await expectNoLeak(() => run(pair, data, { ...o, forget: 0.35, diagnostics }));
    expectCompiled(found);
    expect(found.together[59]).toBeGreaterThan(evaluate(plain, test).y + 0.03);
    // The first epoch learns from all rows, in later ones floor(0.65 * 40) = 26 of 40 are kept.
    expect(found.coverage[0][0]).toBe(1);
    if (name === "co-teaching+") expect(found.coverage[59][0]).toBeLessThan(0.5);
    else expect(found.coverage[59][0]).toBeCloseTo(26 / 40, 5);
    expect(found.precision[12][0]).toBeGreaterThan(0.7);
    [...pair, plain, data, test].forEach((each) => each.dispose());
  });
});

it("JoCoR's networks learn the same rows; co-teaching's need not", async () => {
  const data = clouds(80, { wrong: 0.3, seed: 3 });
  const precision = async (run: Run) => {
    const pair = [model(1), model(2)];
    const short = { ...o, epochs: 12, forget: 0.5, diagnostics: { truth: sides(80) } };
    const found = await run(pair, data, short);
    pair.forEach((each) => each.dispose());
    return found.precision;
  };
  (await precision(joCoR)).forEach(([a, b]) => expect(a).toBe(b));
  expect((await precision(coTeach)).some(([a, b]) => a !== b)).toBe(true);
  data.dispose();
});

it("co-teaching+ is co-teaching until the warm-up ends, then few rows are up for choice", async () => {
  const data = clouds(80, { wrong: 0.3, seed: 3 });
  const covered = async (warmUp: number) => {
    const pair = [model(1), model(2)];
    const found = await coTeachPlus(pair, data, { ...o, epochs: 6, forget: 0.2, warmUp });
    pair.forEach((each) => each.dispose());
    return found.coverage.map(([share]) => share);
  };
  const [never, soon] = [await covered(6), await covered(3)];
  expect(soon.slice(0, 3)).toEqual(never.slice(0, 3));
  // Where networks agree on a whole batch, all its rows are up for choice again.
  soon.slice(3).forEach((share, i) => expect(share).toBeLessThanOrEqual(never[i + 3]));
  expect(Math.min(...soon)).toBeLessThan(0.5);
  data.dispose();
});
