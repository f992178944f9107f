import { describe, expect, it } from "vitest";
import "../../src/engine";
import { fromArrays } from "../../src/data/arrays";
import { seeded } from "../../src/data/random";
import { argMax } from "../../src/cotraining/labels";
import type { Learner } from "../../src/cotraining/learner";
import { lbfgs } from "../../src/cotraining/learners/lbfgs";
import { logistic } from "../../src/cotraining/learners/logistic";
import { multinomialBayes } from "../../src/cotraining/learners/multinomialBayes";
import { naiveBayes } from "../../src/cotraining/learners/naiveBayes";
import { nearest } from "../../src/cotraining/learners/nearest";
import { net } from "../../src/cotraining/learners/net";
import { estimatePrior, quotas } from "../../src/cotraining/quotas";
import { calibrationError } from "../../src/cotraining/measures";
import { expectNoLeak } from "../toys";

const o = { view: "x", target: "y", classes: 2 };
const line = () => fromArrays({ x: [[0], [2], [4], [6], [9]] }, { y: [0, 0, 1, 1, NaN] });

describe("learners, by hand", () => {
  it("naiveBayes: two classes at means 1 and 5 with variance 1 meet at 3", async () => {
    const learner = naiveBayes({ ...o, smoothing: 0 });
    const [data, asked] = [line(), fromArrays({ x: [[3], [2]] })];
    await learner.fit(data);
    const [middle, left] = learner.probabilities(asked);
    expect(middle[0]).toBeCloseTo(0.5, 5);
    // log odds at 2: ((2-5)^2 - (2-1)^2) / (2 * 1) = 4
    expect(Math.log(left[0] / left[1])).toBeCloseTo(4, 4);
    [data, asked].forEach((each) => each.dispose());
  });

  it("multinomialBayes: frequencies (2+1)/(3+2) and (0+1)/(1+2) of a word", async () => {
    const learner = multinomialBayes({ ...o, view: "w" });
    const data = fromArrays(
      {
        w: [
          [2, 1],
          [0, 1],
        ],
      },
      { y: [0, 1] },
    );
    const asked = fromArrays({ w: [[1, 0]] });
    await learner.fit(data);
    const [p] = learner.probabilities(asked);
    expect(p[0] / p[1]).toBeCloseTo(3 / 5 / (1 / 3), 6);
    const negative = fromArrays(
      {
        w: [
          [-1, 1],
          [0, 1],
        ],
      },
      { y: [0, 1] },
    );
    await expect(learner.fit(negative)).rejects.toThrow("Found -1 in row 0.");
    [data, asked, negative].forEach((each) => each.dispose());
  });

  it("nearest: two of the three neighbours of 3.5 are of class 1", async () => {
    const learner = nearest(o);
    const [data, asked] = [line(), fromArrays({ x: [[3.5]] })];
    await learner.fit(data);
    expect(learner.probabilities(asked)[0]).toEqual([1 / 3, 2 / 3]);
    [data, asked].forEach((each) => each.dispose());
  });

  it("logistic: at the minimum the penalty and the errors balance, w = c * sum_i (y_i - p_i) x_i", async () => {
    const learner = logistic({ ...o, c: 2 });
    const data = line();
    await learner.fit(data);
    const p = learner.probabilities(data).map((row) => row[1]);
    const errors = [0, 0, 1, 1].map((y, i) => y - p[i]);
    const logit = (value: number) => Math.log(value / (1 - value));
    const w = (logit(p[1]) - logit(p[0])) / 2;
    expect(errors.reduce((sum, e, i) => sum + 2 * e * [0, 2, 4, 6][i], 0)).toBeCloseTo(w, 2);
    expect(errors.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 2);
    data.dispose();
  });

  it("lbfgs finds the bottom of Rosenbrock's valley", () => {
    const valley = (at: Float64Array, gradient: Float64Array) => {
      const [x, y] = at;
      gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
      gradient[1] = 200 * (y - x * x);
      return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
    };
    const found = lbfgs(valley, new Float64Array([-1.2, 1]), { tolerance: 1e-8 });
    expect([...found].map((value) => Number(value.toFixed(5)))).toEqual([1, 1]);
  });
});

describe("every learner", () => {
  const makers: [string, () => Learner][] = [
    ["naiveBayes", () => naiveBayes(o)],
    ["multinomialBayes", () => multinomialBayes({ ...o, view: "w" })],
    ["nearest", () => nearest({ ...o, k: 1 })],
    ["logistic", () => logistic(o)],
    ["net", () => net({ ...o, epochs: 60, training: { learningRate: 0.05 } })],
  ];
  const columns = {
    x: [[0], [1], [8], [9], [9]],
    w: [
      [5, 0],
      [4, 1],
      [0, 5],
      [1, 4],
      [0, 1],
    ],
  };

  it.each(makers)(
    "%s learns from labels, skips NaN, and takes soft labels as weights",
    async (_, make) => {
      const data = fromArrays(columns, { y: [0, 0, 1, 1, NaN] });
      const soft = fromArrays(columns, {
        y: [
          [1, 0],
          [1, 0],
          [0, 1],
          [0, 1],
          [0, 0],
        ],
      });
      await expectNoLeak(async () => {
        const learner = make();
        expect(() => learner.probabilities(data)).toThrow(
          "to have been trained. Found no fit() yet.",
        );
        await learner.fit(data);
        const hard = learner.probabilities(data);
        expect(hard.map(argMax)).toEqual([0, 0, 1, 1, 1]);
        hard.forEach((p) => expect(p[0] + p[1]).toBeCloseTo(1, 5));
        await learner.fit(soft);
        learner.probabilities(data).forEach((p, i) => expect(p[0]).toBeCloseTo(hard[i][0], 4));
        learner.dispose?.();
      });
      [data, soft].forEach((each) => each.dispose());
    },
  );
});

describe("quotas and calibration", () => {
  it("follow the prior: 69 : 31 is 2 : 1, counts do as well", () => {
    expect(quotas([0.69, 0.31])).toEqual([2, 1]);
    expect(quotas([30, 10], { least: 2 })).toEqual([6, 2]);
    expect(() => quotas([1, 0])).toThrow("Expected a prior above 0 for every class. Found [1, 0].");
  });

  it("estimatePrior finds 80 : 20 where the classifier learned 50 : 50", () => {
    const rng = seeded(1);
    const p = Array.from({ length: 4000 }, () => {
      const sure = rng() < 0.8 ? 0.9 : 0.1;
      return rng() < 0.9 ? [sure, 1 - sure] : [1 - sure, sure];
    });
    expect(estimatePrior(p, [0.5, 0.5])[0]).toBeCloseTo(0.8, 1);
  });

  it("calibrationError: 4 rows at 0.75, half of them right, are off by 0.25", () => {
    const p = Array.from({ length: 4 }, () => [0.75, 0.25]);
    expect(calibrationError(p, [0, 0, 1, 1])).toBeCloseTo(0.25, 10);
  });
});
