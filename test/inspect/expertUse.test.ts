import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { expertUse, useOf } from "../../src/inspect/expertUse";
import { hardSharing } from "../../src/models/hardSharing";
import { mmoe } from "../../src/models/mmoe";
import { fit } from "../../src/training/fit";
import { options } from "../models/table";
import { expectNoLeak } from "../toys";

describe("useOf", () => {
  it("is worked by hand for three readers of two stages", () => {
    const [a, b, later] = useOf([
      { reader: "a", level: 0, sources: ["shared", "a 1"], weights: [0.5, 0.5] },
      { reader: "b", level: 0, sources: ["shared", "b 1"], weights: [-0.3, 0.1] },
      { reader: "a", level: 1, sources: ["shared", "a 1"], weights: [0, 1] },
    ]);
    expect(a.effective).toBeCloseTo(2, 12);
    expect(a.overlap).toEqual({ b: 0.5 }); // min(0.5, 0.75); "a 1" and "b 1" are not shared.
    expect(b.shares.shared).toBeCloseTo(0.75, 12);
    expect(b.favourite).toBe("shared");
    expect(b.effective).toBeCloseTo(0.75 ** -0.75 * 0.25 ** -0.25, 12);
    expect(later).toMatchObject({ favourite: "a 1", effective: 1, overlap: {} });
  });
});

describe("expertUse", () => {
  it("reads a model's gates, and their history in onEpoch", async () => {
    const x = tf.randomNormal([12, 6], 0, 1, "float32", 1);
    const targets = { aSize: tf.ones([12]), 种类_b: tf.zeros([12]) };
    await expectNoLeak(async () => {
      const model = mmoe({ ...options, experts: 3 });
      const story: number[] = [];
      const onEpoch = () => void story.push(expertUse(model, { x })[0].shares["shared 1"]);
      await fit(model, { inputs: { x }, targets }, { epochs: 2, progress: false, onEpoch });
      const [first, second] = expertUse(model, { x });
      expect(Object.values(first.shares).reduce((a, b) => a + b)).toBeCloseTo(1, 6);
      expect(first.overlap[second.reader]).toBeCloseTo(second.overlap[first.reader], 6);
      expect(first.effective).toBeGreaterThan(1);
      expect(first.effective).toBeLessThanOrEqual(3 + 1e-6);
      expect(story).toHaveLength(2);
      expect(story[1]).toBeCloseTo(first.shares["shared 1"], 6);
      expect(story[0]).not.toBeCloseTo(story[1], 6);
      const hard = hardSharing(options);
      expect(() => expertUse(hard, { x })).toThrow(/a model with gates.*mmoe/);
      [model, hard].forEach((each) => each.dispose());
    });
    tf.dispose([x, targets]);
  });
});
