import { describe, expect, it } from "vitest";
import "../../src/engine";
import { balanced, coEM } from "../../src/cotraining/coEM";
import { democracy, information, interval } from "../../src/cotraining/ballots";
import { democratic } from "../../src/cotraining/democratic";
import { average, vote, weightsOfErrors } from "../../src/cotraining/ensembles";
import { argMax, labelsOf } from "../../src/cotraining/labels";
import type { Learner } from "../../src/cotraining/learner";
import { logistic } from "../../src/cotraining/learners/logistic";
import { naiveBayes } from "../../src/cotraining/learners/naiveBayes";
import { nearest } from "../../src/cotraining/learners/nearest";
import type { Diagnostics, Rounds } from "../../src/cotraining/rounds";
import { accepted, firstCount, triTrain } from "../../src/cotraining/triTrain";
import type { Dataset } from "../../src/data/dataset";
import { expectNoLeak } from "../toys";
import { gauss } from "./views";

const o = { view: ["left", "right"], target: "y", classes: 2 };
const kinds = () => [logistic(o), naiveBayes(o), nearest(o)];
const views = () => ["left", "right"].map((view) => naiveBayes({ ...o, view }));
const last = (rounds: Rounds) => rounds.together[rounds.together.length - 1];

describe("the bounds of tri-training, by hand", () => {
  it("takes all rows when error times rows falls", () => {
    const before = { error: 0.4, count: 100 };
    expect(accepted({ error: 0.2, count: 150, before })).toBe(150); // 30 < 40
  });
  it("takes ceil(e' l' / e - 1) rows when it would not", () => {
    const before = { error: 0.4, count: 100 };
    expect(accepted({ error: 0.2, count: 300, before })).toBe(199); // 60 > 40; ceil(40 / 0.2 - 1)
  });
  it("starts from l' = floor(e / (e' - e) + 1), and takes nothing when the error did not fall", () => {
    expect(firstCount(0.4, 0.5)).toBe(5);
    expect(firstCount(0, 0.5)).toBe(1);
    expect(firstCount(0.5, 0.5)).toBe(0);
    const start = { error: 0.5, count: 5 };
    expect(accepted({ error: 0.4, count: 4, before: start })).toBe(0); // l' = 5 > 4
    expect(accepted({ error: 0.4, count: 6, before: start })).toBe(6); // 2.4 < 0.5 * 5
    expect(accepted({ error: 0.4, count: 9, before: start })).toBe(6); // 3.6 > 2.5; ceil(2.5 / 0.4 - 1)
    expect(accepted({ error: 0.5, count: 9, before: start })).toBe(0);
    expect(accepted({ error: 0, count: 50, before: { error: 0.5, count: 1 } })).toBe(50);
  });
});

describe("democratic co-learning, by hand", () => {
  it("knows 8 of 10 as 0.49 to 0.94, middle 0.717 (Wilson)", () => {
    const { low, high, middle } = interval(8, 10);
    [low, high, middle].forEach((value, i) =>
      expect(value).toBeCloseTo([0.4902, 0.9433, 0.7167][i], 4),
    );
  });
  it("counts 100 rows with 10 wrong as 64 rows of information", () => {
    expect(information(100, 10)).toBeCloseTo(64, 10);
  });
  it("lets two of weight 0.8 outvote one of 0.9, and not hear one of 0.4", () => {
    const said = [
      [0, 1],
      [0, 1],
      [1, 0],
    ];
    const [a, b] = democracy([0.8, 0.8, 0.9], 2)(said);
    // 2.5/3 * 0.8 = 0.6667 against 1.5/2 * 0.9 = 0.675: so close is the vote
    expect(b / a).toBeCloseTo(((2.5 / 3) * 0.8) / (0.75 * 0.9), 10);
    expect(democracy([0.8, 0.8, 0.4], 2)(said)).toEqual([0, 1]);
  });
});

describe("learners together", () => {
  const says = (...p: number[]): Learner => ({
    target: "y",
    classes: 2,
    fit: async () => {},
    probabilities: () => [p],
  });
  const none = undefined as unknown as Dataset;
  it("average by weight, vote by head, and break ties by probability", () => {
    const three = [says(0.9, 0.1), says(0.4, 0.6), says(0.4, 0.6)];
    expect(average(three).probabilities(none)[0][0]).toBeCloseTo(1.7 / 3, 10);
    expect(average(three, { weights: [0, 1, 1] }).probabilities(none)[0][0]).toBeCloseTo(0.4, 10);
    expect(vote(three).probabilities(none)[0][1]).toBeCloseTo(2 / 3, 4);
    expect(argMax(vote(three.slice(0, 2)).probabilities(none)[0])).toBe(0);
    expect(() => vote(three, { weights: [1] })).toThrow("Expected 3 weights from 0 up, not all 0.");
  });
  it("weigh log((1 - e) / e), and a guess nothing", () => {
    expect(weightsOfErrors([0.1, 0.5])).toEqual([1, 0]);
    const [a, b] = weightsOfErrors([0.1, 0.25]);
    expect(a / b).toBeCloseTo(2, 10); // log 9 = 2 log 3
  });
});

describe("the classics on two independent views", () => {
  type Run = (data: Dataset, diagnostics: Diagnostics) => Promise<Rounds>;
  // Supervised naive Bayes on these splits: 0.747 in the mean of five seeds.
  const runs: [string, Run, number][] = [
    ["triTrain", (data, diagnostics) => triTrain(kinds(), data, { seed: 1, diagnostics }), 0.86],
    ["democratic", (data, diagnostics) => democratic(kinds(), data, { diagnostics }), 0.88],
    ["coEM", (data, diagnostics) => coEM(views(), data, { diagnostics }), 0.92],
  ];
  it.each(runs)(
    "%s learns from unlabelled rows and keeps the given labels",
    async (_, run, least) => {
      const found: number[] = [];
      for (const seed of [0, 1, 3]) {
        const { few, test, truth } = gauss(seed);
        const alone = naiveBayes(o);
        await alone.fit(few);
        const rounds = await expectNoLeak(() => run(few, { test, truth }));
        found.push(last(rounds));
        labelsOf(few, "y", 2).forEach((label, row) => {
          if (!Number.isNaN(label))
            expect([rounds.labels[row], rounds.arrived[row]]).toEqual([label, 0]);
        });
        rounds.labels.forEach((label, row) => expect(label === null).toBe(rounds.arrived[row] < 0));
        expect(rounds.added).toHaveLength(rounds.agreement.length);
        if (seed === 0) expect(await run(few, { test, truth })).toEqual(rounds);
        [few, test].forEach((data) => data.dispose());
      }
      expect(found.reduce((a, b) => a + b) / 3).toBeGreaterThan(least);
    },
  );
});

describe("co-EM", () => {
  it("scales soft labels to the prior by classes and rows in turn", () => {
    const q = balanced(
      [
        [0.9, 0.1],
        [0.9, 0.1],
      ],
      [1, 1],
    );
    expect(q.flat().map((value) => Number(value.toFixed(3)))).toEqual([0.5, 0.5, 0.5, 0.5]);
    const masses = balanced(
      [
        [0.9, 0.1],
        [0.6, 0.4],
        [0.7, 0.3],
      ],
      [1, 2],
    );
    expect(masses.reduce((sum, row) => sum + row[0], 0)).toBeCloseTo(1, 3);
  });

  it("as in the paper, without balance, gives everything to one class here", async () => {
    const { few, test } = gauss(0);
    const rounds = await coEM(views(), few, { balance: false, diagnostics: { test } });
    expect(Math.max(...rounds.classes[20])).toBeGreaterThan(0.98);
    expect(last(rounds)).toBeLessThan(0.55);
    [few, test].forEach((data) => data.dispose());
  });
});

describe("the border of the classics", () => {
  it("names what is missing", async () => {
    const { few, test } = gauss(0);
    await expect(triTrain(kinds().slice(1), few)).rejects.toThrow("Expected 3 learners or more.");
    await expect(triTrain([...kinds(), naiveBayes(o)], few)).rejects.toThrow(
      "For more take democratic()",
    );
    await expect(coEM(views(), few, { damping: 1 })).rejects.toThrow("damping from 0 to below 1");
    await expect(democratic(kinds(), test)).rejects.toThrow("some rows without a label");
    const mixed = [naiveBayes(o), naiveBayes({ ...o, classes: 3 })];
    await expect(coEM(mixed, few)).rejects.toThrow('Found "y" with 2 and 3 classes.');
    [few, test].forEach((data) => data.dispose());
  });
});
