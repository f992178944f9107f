import { describe, expect, it } from "vitest";
import "../../src/engine";
import { corrector } from "../../src/cotraining/correction";
import { coTrainNetworks } from "../../src/cotraining/coTrainNetworks";
import { byDiversity, kappa } from "../../src/cotraining/say";
import { fromArrays } from "../../src/data/arrays";
import { normal, seeded } from "../../src/data/random";
import { mlp } from "../../src/models/blocks";
import { expectNoLeak } from "../toys";

describe("diversity weighting, by hand", () => {
  it("kappa: 3 of 4 alike, chance 0.5 * 0.25 + 0.5 * 0.75 = 0.5: 0.5", () => {
    expect(kappa([0, 0, 1, 1], [0, 1, 1, 1])).toBeCloseTo(0.5, 12);
    expect(kappa([1, 1], [1, 1])).toBe(1);
    expect(() => kappa([1], [1, 1])).toThrow("Expected as many answers of both. Found 1 and 2.");
  });

  it("two clones and a third that agrees with them by chance: 1/2, 1/2 and 1, in a sum of 3", () => {
    // Kappa 1 between clones, 0 to the third: mean 1/2 for a clone, 0 for the third; 0.5 : 0.5 : 1 scaled to 3.
    const clone = [0, 0, 1, 1];
    const weights = byDiversity({ said: [clone, clone, [0, 1, 0, 1]], accuracy: [1, 1, 1] });
    expect(weights.map((w) => Number(w.toFixed(9)))).toEqual([0.75, 0.75, 1.5]);
  });

  it("accuracy counts, and where all are alike each has one voice", () => {
    const said = [
      [0, 0, 1, 1],
      [0, 1, 0, 1],
    ];
    expect(byDiversity({ said, accuracy: [0.9, 0.6] })[0]).toBeCloseTo(1.2, 9);
    expect(byDiversity({ said: [said[0], said[0]], accuracy: [0.9, 0.6] })).toEqual([1, 1]);
    expect(byDiversity({ said: [said[0]], accuracy: [0.9] })).toEqual([1]);
  });
});

describe("error correction, by hand", () => {
  const [yes, no, unsure] = [
    [0.05, 0.95],
    [0.95, 0.05],
    [0.4, 0.6],
  ];
  const after = (...rounds: number[][][]) => {
    const fix = corrector([0, NaN], { sure: 0.9, patience: 2 });
    rounds.forEach((answers, i) =>
      fix.next(
        answers.map((p) => [p]),
        i + 1,
      ),
    );
    return fix;
  };

  it("two rounds of two sure networks replace a label, and two more take that back", () => {
    const fix = after([yes, yes], [yes, yes], [no, no], [no, no]);
    expect(fix.story).toEqual([
      { row: 0, from: 0, to: 1, round: 2 },
      { row: 0, from: 1, to: 0, round: 4 },
    ]);
    expect(fix.labels).toEqual([0, NaN]);
  });

  it("an interruption starts the count anew, and neither one voice of two nor a doubtful two are enough", () => {
    expect(after([yes, yes], [no, no], [yes, yes]).story).toEqual([]);
    expect(after([yes, no], [yes, no], [yes, no]).story).toEqual([]);
    expect(after([unsure, unsure], [unsure, unsure]).story).toEqual([]);
    expect(after([yes, yes, no], [yes, yes, no]).story).toEqual([]); // two of three, but 0.65 on average
  });

  it("does nothing unasked, and says what it cannot do", () => {
    const fix = corrector([0]);
    fix.next([[yes], [yes]], 1);
    expect(fix.story).toEqual([]);
    expect(() => corrector([0], { sure: 0.4 })).toThrow("Expected sure above 0.5 and at most 1.");
    expect(() => corrector([0], { patience: 0 })).toThrow("Expected patience to be a whole number");
  });
});

/** Two views of two classes, so far apart; every fifth of the 200 given labels is wrong. */
function noisy(apart = 1.2) {
  const rng = seeded(1);
  const truth = Array.from({ length: 300 }, () => (rng() < 0.5 ? 0 : 1));
  const wrong = new Set(Array.from({ length: 40 }, (_, i) => 5 * i));
  const view = () =>
    truth.map((y) => Array.from({ length: 4 }, () => apart * (2 * y - 1) + normal(rng)));
  const y = truth.map((label, i) => (i >= 200 ? NaN : wrong.has(i) ? 1 - label : label));
  return { data: fromArrays({ left: view(), right: view() }, { y }), truth, wrong };
}

describe("co-training of networks in trouble with labels", () => {
  const networks = (views: string[]) => views.map((view) => ({ view, encoder: mlp([8]) }));
  const o = { target: "y", classes: 2, rounds: 15, learningRate: 0.005, until: [], seed: 1 };

  it("corrects most wrong labels and next to no right one, and leaves nothing", async () => {
    const { data, truth, wrong } = noisy();
    const run = () => coTrainNetworks(networks(["left", "right"]), data, { ...o, correct: {} });
    const { rounds } = await expectNoLeak(async () => {
      const done = await run();
      done.dispose();
      return done;
    });
    const changed = new Set(rounds.corrections.map(({ row }) => row));
    const standing = [...changed].filter((row) => rounds.arrived[row] > 0);
    const right = standing.filter((row) => wrong.has(row) && rounds.labels[row] === truth[row]);
    expect(right.length).toBeGreaterThan(30);
    expect(standing.length - right.length).toBeLessThan(4);
    expect(JSON.parse(JSON.stringify(rounds))).toEqual(rounds);
    const plain = await coTrainNetworks(networks(["left", "right"]), data, o);
    expect(plain.rounds.corrections).toEqual([]);
    expect([...wrong].every((row) => plain.rounds.labels[row] === 1 - truth[row])).toBe(true);
    plain.dispose();
    data.dispose();
  });

  it("gives a third view more say than two networks on one view", async () => {
    const { data } = noisy(0.5);
    const views = networks(["left", "left", "right"]);
    const { rounds, dispose } = await coTrainNetworks(views, data, {
      ...o,
      rounds: 4,
      say: byDiversity,
    });
    const [a, b, c] = rounds.say[4];
    expect(a + b + c).toBeCloseTo(3, 9);
    expect(c).toBeGreaterThan(Math.max(a, b) * 1.15);
    dispose();
    data.dispose();
  });
});
