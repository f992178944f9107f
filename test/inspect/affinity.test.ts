import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { fromArrays } from "../../src/data/arrays";
import { seeded } from "../../src/data/random";
import { twins } from "../../src/data/twins";
import { gradientAffinity } from "../../src/inspect/gradientAffinity";
import { lookaheadAffinity } from "../../src/inspect/lookaheadAffinity";
import { dense, dropout } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { separate } from "../../src/models/separate";
import { expectNoLeak, squared } from "../toys";

const linear = dense(1, { activation: "linear" });
const tasks = { a: squared, b: squared };

/** Score of task i is head_i * (w . x), with w = (1, 1), heads 1 and 2, biases 0. */
function byHand(encoder = [linear]) {
  const model = hardSharing({ inputs: { x: [2] }, encoder, tasks });
  const kernels = [[[1], [1]], [[1]], [[2]]];
  let next = 0;
  model.net.weights.forEach((w) => {
    if (w.shape.length === 2) tf.tidy(() => void w.write(tf.tensor2d(kernels[next++])));
  });
  return model;
}

describe("affinities, worked by hand", () => {
  // One row x = (1, 0): score a 1, target 3, loss 4; score b 2, target 1, loss 1. The shared weights are w and the bias c;
  // dL_a = 2 (1 - 3) 1 = -4 and dL_b = 2 (2 - 1) 2 = 4 along both w_1 and c.
  const data = fromArrays({ x: [[1, 0]] }, { a: [3], b: [1] });
  const o = { batches: 3, learningRate: 0.1 };

  it("gradients that point in opposite directions have cosine -1", async () => {
    const model = byHand();
    const found = await expectNoLeak(() => gradientAffinity(model, data, o));
    expect(found[0][0]).toBe(1);
    expect(found[0][1]).toBeCloseTo(-1, 6);
    expect(found[1][0]).toBe(found[0][1]);
    model.dispose();
  });

  it("a step of 0.1 on a moves w . x + c by 0.8, one on b by -0.8", async () => {
    const model = byHand();
    const before = model.net.getWeights().map((w) => [...w.dataSync()]);
    const found = await expectNoLeak(() => lookaheadAffinity(model, data, o));
    // After a's step: scores 1.8 and 3.6, losses 1.44 and 6.76. After b's: 0.2 and 0.4, losses 7.84 and 0.36.
    const wanted = [
      [1 - 1.44 / 4, 1 - 6.76],
      [1 - 7.84 / 4, 1 - 0.36],
    ];
    found.flat().forEach((z, k) => expect(z).toBeCloseTo(wanted.flat()[k], 5));
    expect(model.net.getWeights().map((w) => [...w.dataSync()])).toEqual(before);
    model.dispose();
  });

  it("batches without a label do not count, and none at all is an error", () => {
    const model = byHand();
    const x = [[1, 0], [1, 0]]; // prettier-ignore
    const half = fromArrays({ x }, { a: [3, NaN], b: [1, 1] });
    const found = lookaheadAffinity(model, half, { ...o, batches: 2, batchSize: 1 });
    expect(found[0][1]).toBeCloseTo(1 - 6.76, 5);
    const apart = fromArrays({ x }, { a: [3, NaN], b: [NaN, 1] });
    expect(() => lookaheadAffinity(model, apart, { ...o, batchSize: 1 })).toThrow(
      /labels for "a" and "b".*none of 3/,
    );
    [half, apart].forEach((set) => set.dispose());
    model.dispose();
  });

  it("dropout is out of it, and options that make no sense are refused", () => {
    const model = byHand([linear, dropout(0.9)]);
    expect(gradientAffinity(model, data)[0][1]).toBeCloseTo(-1, 6);
    expect(() => gradientAffinity(model, data, { batches: 0 })).toThrow(/batches to be .*Found 0/);
    expect(() => lookaheadAffinity(model, data, { learningRate: 0 })).toThrow(/learningRate/);
    const alone = separate({ inputs: { x: [2] }, encoder: [linear], tasks });
    expect(() => gradientAffinity(alone, data)).toThrow(/weights that tasks share.*Found none/);
    [model, alone].forEach((each) => each.dispose());
  });
});

describe("affinities of twins", () => {
  it("fall from agreement to conflict with the angle, by both measures", async () => {
    const found = await expectNoLeak(() =>
      [0, 90, 180].map((angle) => {
        const data = twins({ size: 512, angle, rng: seeded(1) });
        const both = { left: squared, right: squared };
        const model = hardSharing({ inputs: { x: [8] }, encoder: [linear], tasks: both });
        // One direction, read alike by both heads, so that only the targets differ.
        model.net.weights.forEach((w) =>
          tf.tidy(
            () => void w.write(tf.fill(w.shape as number[], w.shape.join() === "1,1" ? 1 : 0)),
          ),
        );
        const seen = [gradientAffinity(model, data), lookaheadAffinity(model, data)];
        data.dispose();
        model.dispose();
        return seen.map((matrix) => matrix[0][1]);
      }),
    );
    const [cosine, lookahead] = [0, 1].map((k) => found.map((each) => each[k]));
    [1, 0, -1].forEach((value, k) => expect(Math.abs(cosine[k] - value)).toBeLessThan(0.15));
    expect(lookahead[0]).toBeGreaterThan(lookahead[1]);
    expect(lookahead[1]).toBeGreaterThan(lookahead[2]);
    expect(lookahead[2]).toBeLessThan(0);
  });
});
