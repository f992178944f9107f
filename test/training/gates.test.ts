import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import "../../src/engine";
import { seeded } from "../../src/data/random";
import { crossStitch } from "../../src/models/crossStitch";
import { hardSharing } from "../../src/models/hardSharing";
import { mmoe } from "../../src/models/mmoe";
import { ple } from "../../src/models/ple";
import { gates } from "../../src/training/gates";
import { options } from "../models/table";
import { expectNoLeak } from "../toys";

const rng = seeded(5);
const rows = Array.from({ length: 40 }, () => Array.from({ length: 6 }, () => rng() * 2 - 1));
const x = tf.keep(tf.tensor2d(rows));
afterAll(() => x.dispose());
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe("gates", () => {
  it("name reader, stage and sources, and sum to 1 where a softmax makes them", async () => {
    await expectNoLeak(() => {
      const model = ple({ ...options, shared: 1, own: { aSize: 2, 种类_b: 1 } });
      const found = gates(model, { x });
      expect(found.map(({ reader, level, sources }) => [reader, level, sources])).toEqual([
        ["aSize", 0, ["shared 1", "aSize 1", "aSize 2"]],
        ["shared", 0, ["shared 1", "aSize 1", "aSize 2", "种类_b 1"]],
        ["种类_b", 0, ["shared 1", "种类_b 1"]],
        ["aSize", 1, ["shared 1", "aSize 1", "aSize 2"]],
        ["种类_b", 1, ["shared 1", "种类_b 1"]],
      ]);
      found.forEach(({ weights }) => expect(sum(weights)).toBeCloseTo(1, 5));
      model.dispose();
    });
  });

  it("show stitches as they begin, and nothing where there are none", () => {
    const stitched = crossStitch({ ...options, keep: 0.75 });
    const [first] = gates(stitched, { x });
    expect(first).toMatchObject({ reader: "aSize", sources: ["aSize", "种类_b"] });
    expect(first.weights).toEqual([0.75, 0.25]);
    const hard = hardSharing(options);
    expect(gates(hard, { x })).toEqual([]);
    [stitched, hard].forEach((model) => model.dispose());
  });

  it("average over rows: batches of any size give the mean of the rows' own gates", () => {
    const model = mmoe({ ...options, experts: 2 });
    const [all] = gates(model, { x });
    const each = rows.map((row) => {
      const one = tf.tensor2d([row]);
      const [{ weights }] = gates(model, { x: one });
      one.dispose();
      return weights[0];
    });
    expect(sum(each) / rows.length).toBeCloseTo(all.weights[0], 5);
    model.dispose();
  });
});
