import { describe, expect, it } from "vitest";
import "../../src/engine";
import { seeded } from "../../src/data/random";
import { twins } from "../../src/data/twins";
import { conflict } from "../../src/inspect/conflict";
import { watched } from "../../src/inspect/watched";
import { dense } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { regression } from "../../src/tasks/regression";
import { fit } from "../../src/training/fit";
import { equal } from "../../src/weighting/equal";
import { gradDrop } from "../../src/weighting/gradDrop";
import { imtlG } from "../../src/weighting/imtlG";
import type { Weighting } from "../../src/weighting/weighting";
import { expectNoLeak } from "../toys";

describe("conflict", () => {
  it("is worked by hand for g1 = (2, 0), g2 = (-1/2, sqrt(3)/2), g3 = 0", () => {
    const two = [
      [4, -1],
      [-1, 1],
    ];
    const found = conflict(two);
    expect(found.cosines[0][1]).toBeCloseTo(-0.5, 12);
    expect(found.similarity[0][1]).toBeCloseTo(0.8, 12); // 2 * 2 * 1 / (4 + 1)
    expect(found.conflicting).toBe(1);
    expect(found.magnitudeRatio).toBe(2);
    // Eigenvalues (5 +- sqrt(13)) / 2.
    expect(found.condition).toBeCloseTo(Math.sqrt((5 + 13 ** 0.5) / (5 - 13 ** 0.5)), 10);

    const three = conflict([...two.map((row) => [...row, 0]), [0, 0, 0]]);
    expect(three.conflicting).toBeCloseTo(1 / 3, 12);
    expect([three.magnitudeRatio, three.condition]).toEqual([Infinity, Infinity]);
    expect(three.cosines[0][2]).toBe(0);
  });

  it("is 1 in every ratio for orthogonal gradients of one length, and infinite for parallel ones", () => {
    const apart = conflict([
      [3, 0],
      [0, 3],
    ]);
    expect([apart.magnitudeRatio, apart.condition, apart.conflicting]).toEqual([1, 1, 0]);
    expect(
      conflict([
        [1, 2],
        [2, 4],
      ]).condition,
    ).toBe(Infinity);
  });

  it("refuses a matrix that is none", () => {
    expect(() => conflict([[1, 2]])).toThrow(/Expected a square matrix.*Found rows of 2/);
    expect(() => conflict([[NaN]])).toThrow(/Found NaN/);
  });
});

describe("watched", () => {
  const train = async (angle: number, weighting: Weighting) => {
    const data = twins({ size: 96, angle, rng: seeded(1) });
    const tasks = { left: regression(), right: regression() };
    const model = hardSharing({ inputs: { x: [8] }, encoder: [dense(4)], tasks, seed: 2 });
    try {
      const o = { epochs: 3, batchSize: 32, progress: false, compile: false };
      return await fit(model, data, { ...o, weighting });
    } finally {
      model.dispose();
      data.dispose();
    }
  };

  it("keeps means of every epoch and leaves training as it was", async () => {
    for (const inner of [equal, imtlG]) {
      const weighting = watched(inner());
      const [plain, seen] = await expectNoLeak(async () => [
        await train(90, inner()),
        await train(90, weighting),
      ]);
      expect(weighting.epochs.map(({ steps }) => steps)).toEqual([3, 3, 3]);
      seen.loss.left.forEach((loss, i) => expect(loss).toBeCloseTo(plain.loss.left[i], 5));
      expect(JSON.parse(JSON.stringify(weighting.epochs))).toEqual(weighting.epochs);
    }
  });

  it("averages cosines over steps, takes medians of ratios, and starts afresh with a run", () => {
    const weighting = watched(equal());
    const show = (rule: ReturnType<Weighting["start"]>, epoch: number, lengths: number[]) =>
      lengths.forEach((a, step) =>
        rule.weights({
          step,
          epoch,
          losses: [1, 1],
          gram: [
            [a * a, a > 2 ? a : -a],
            [a > 2 ? a : -a, 2],
          ],
        }),
      );
    const rule = weighting.start(["a", "b"]);
    show(rule, 0, [1, 2, 10]);
    show(rule, 1, [5]);
    const [first, second] = weighting.epochs;
    expect(first.cosines[0][1]).toBeCloseTo(-Math.SQRT1_2 / 3, 12);
    expect(first.conflicting).toBeCloseTo(2 / 3, 12);
    expect(first.magnitudeRatio).toBeCloseTo(Math.SQRT2, 12); // Of sqrt(2), sqrt(2), 10 / sqrt(2).
    expect(second.steps).toBe(1);
    weighting.start(["a", "b"]);
    expect(weighting.epochs).toEqual([]);
  });

  it("refuses an aggregation", () => {
    const found = watched(gradDrop() as never);
    expect(() => found.start(["a"])).toThrow(/Expected a weighting to watch.*aggregation/);
  });
});
