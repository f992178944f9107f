import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import {
  confidence,
  consensus,
  lastLabel,
  others,
  passedLabel,
  sharpened,
} from "../../src/cotraining/confidence";
import { divergence, divergenceSettled, labelsSettled, ramp } from "../../src/cotraining/criteria";
import {
  fixedWeights,
  gatedWeights,
  learnedWeights,
  sharedFeatures,
} from "../../src/cotraining/sharing";
import { crossEntropyOf, stopped } from "../../src/cotraining/terms";
import { expectNoLeak } from "../toys";

describe("F5, by hand: confidence exp(-||p - y||^2 / (2 sigma^2))", () => {
  it("is exp(-0.25) for (0.8, 0.2) beside (1, 0) and sigma 0.4", () => {
    expect(confidence([0.8, 0.2], [1, 0], 0.4)).toBeCloseTo(Math.exp(-0.08 / 0.32), 12);
    expect(confidence([0.3, 0.7], [0.3, 0.7], 0.1)).toBe(1);
    expect(confidence([1, 0], [0, 1], 1)).toBeCloseTo(Math.exp(-1), 12); // the floor exp(-1 / sigma^2)
  });

  it("compares with the others, with all, or with the label before", () => {
    const answers = [
      [1, 0],
      [0.5, 0.5],
      [0, 1],
    ];
    expect(others({ answers, k: 0 })).toEqual([0.25, 0.75]);
    expect(consensus({ answers, k: 0 })).toEqual([0.5, 0.5]);
    expect(lastLabel({ answers, k: 0, last: [0.9, 0.1] })).toEqual([0.9, 0.1]);
    expect(others({ answers: [[0.9, 0.1]], k: 0 })).toEqual([0.9, 0.1]);
  });

  it("of two networks is the same for both, whoever is right", () => {
    const answers = [
      [0.9, 0.1],
      [0.3, 0.7],
    ];
    const each = [0, 1].map((k) => confidence(answers[k], consensus({ answers, k }), 0.3));
    expect(each[0]).toBeCloseTo(each[1], 12);
    expect(each[0]).toBeCloseTo(Math.exp(-(2 * 0.3 ** 2) / (2 * 0.09)), 12); // e^-1
  });
});

describe("passed labels, by hand", () => {
  it("mix answers by weight and confidence: alike answers count fully", () => {
    const { label, weight } = passedLabel(
      [
        [0.8, 0.2],
        [0.8, 0.2],
      ],
      { temperature: 1 },
    );
    expect(label[0]).toBeCloseTo(0.8, 12);
    expect(weight).toBeCloseTo(1, 12);
  });
  it("follow the majority, as the odd one out is not believed", () => {
    const { label, weight } = passedLabel(
      [
        [1, 0],
        [1, 0],
        [0, 1],
      ],
      { temperature: 1 },
    );
    const [near, far] = [Math.exp(-(2 / 9) / 0.18), Math.exp(-(8 / 9) / 0.18)];
    expect(label[1]).toBeCloseTo(far / (2 * near + far), 10);
    expect(weight).toBeCloseTo((2 * near + far) / 3, 10);
  });
  it("sharpen 0.8 : 0.2 to 16 : 1 at T = 0.5", () => {
    const [a, b] = sharpened([0.8, 0.2], 0.5);
    expect(a / b).toBeCloseTo(16, 10);
  });
  it("are not passed on when all agree that they do not know", () => {
    const third = 1 / 3;
    const unsure = Array.from({ length: 2 }, () => [third, third, third]);
    expect(passedLabel(unsure, {}).weight).toBe(0);
    expect(passedLabel(unsure, { least: 0 }).weight).toBeCloseTo(1, 12);
  });
});

describe("F6, by hand: h = sum_k w_k h_k", () => {
  const features = () => [tf.tensor2d([[1, 2]]), tf.tensor2d([[3, 6]])];
  it("is (2.5, 5) for weights 1 : 3, given once and for all", async () => {
    await expectNoLeak(() => {
      const shared = fixedWeights([1, 3]).start(2, 2);
      const h = features();
      const w = shared.weights(h);
      const sum = sharedFeatures(h, w);
      expect([...sum.dataSync()]).toEqual([2.5, 5]);
      tf.dispose([h, w, sum]);
      shared.dispose();
    });
    expect(() => fixedWeights([1]).start(2, 2)).toThrow("Expected 2 weights from 0 up");
  });

  it.each([
    ["learned", learnedWeights],
    ["gated", gatedWeights],
  ] as const)("%s weights start equal and have a live gradient", async (_, sharing) => {
    await expectNoLeak(() => {
      const shared = sharing().start(2, 2);
      const h = features();
      tf.tidy(() => {
        const w = shared.weights(h);
        expect([...w.dataSync()]).toEqual([0.5, 0.5]);
        const loss = () => sharedFeatures(h, shared.weights(h)).sum() as tf.Scalar;
        const { grads } = tf.variableGrads(loss, shared.variables);
        // d/da_1 of w_1 * 3 + w_2 * 9 at w = 1/2 is (3 - 9) / 4, and softmax moves both
        const sums = Object.values(grads).map((g) => g.abs().sum().dataSync()[0]);
        sums.forEach((sum) => expect(sum).toBeGreaterThan(1));
      });
      tf.dispose(h);
      shared.dispose();
    });
  });
});

describe("terms, ramps and criteria", () => {
  it("cross entropy with a distribution: -(0.8 log 0.5 + 0.2 log 0.5) = log 2, a number a row", async () => {
    await expectNoLeak(() =>
      tf.tidy(() => {
        const q = tf.tensor2d([
          [0.8, 0.2],
          [1, 0],
        ]);
        const ce = crossEntropyOf(q, tf.zeros([2, 2]));
        ce.dataSync().forEach((value) => expect(value).toBeCloseTo(Math.log(2), 5));
        const [dq, dz] = tf.grads((a, b) => crossEntropyOf(a as tf.Tensor2D, b as tf.Tensor2D))([
          q,
          tf.zeros([2, 2]),
        ]);
        expect(dq.abs().sum().dataSync()[0]).toBe(0);
        expect(dz.arraySync()).toEqual([
          [expect.closeTo(-0.3, 5), expect.closeTo(0.3, 5)],
          [expect.closeTo(-0.5, 5), expect.closeTo(0.5, 5)],
        ]);
        const [dx] = tf.grads((x) => stopped(x).mul(x))([tf.tensor1d([3])]);
        expect(dx.dataSync()[0]).toBe(3);
      }),
    );
  });

  it("the ramp is e^-5 at 0, e^-1.25 half way, 1 from its end, and 1 without length", () => {
    expect([0, 5, 10, 12].map((r) => ramp(r, 10))).toEqual([Math.exp(-5), Math.exp(-1.25), 1, 1]);
    expect(ramp(0, 0)).toBe(1);
  });

  it("divergence is 0 for equal answers and log 2 for two that share nothing", () => {
    expect(
      divergence([
        [0.3, 0.7],
        [0.3, 0.7],
      ]),
    ).toBeCloseTo(0, 12);
    expect(
      divergence([
        [1, 0],
        [0, 1],
      ]),
    ).toBeCloseTo(Math.log(2), 12);
  });

  it("labels have settled after three quiet rounds at full ramp, not before", () => {
    const story = {
      changed: [null, 0.2, 0, 0, 0],
      divergence: [0, 0, 0, 0, 0],
      ramp: [0, 0, 1, 1, 1],
    };
    expect(labelsSettled().met(story)).toBe(true);
    expect(labelsSettled().met({ ...story, ramp: [0, 0, 0.5, 1, 1] })).toBe(false);
    expect(labelsSettled({ patience: 4 }).met(story)).toBe(false);
    expect(divergenceSettled().met(story)).toBe(true);
    expect(divergenceSettled().met({ ...story, divergence: [0, 0.1, 0.2, 0.3, 0.4] })).toBe(false);
  });
});
