import { describe, expect, it } from "vitest";
import "../../src/engine";
import { coTrainNetworks } from "../../src/cotraining/coTrainNetworks";
import { diagnose } from "../../src/cotraining/diagnose";
import { byDiversity } from "../../src/cotraining/say";
import { fromArrays } from "../../src/data/arrays";
import type { Dataset } from "../../src/data/dataset";
import { normal, seeded } from "../../src/data/random";
import { mlp } from "../../src/models/blocks";
import { expectNoLeak } from "../toys";
import { halves } from "./views";

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

  it("is diagnosed where wrong labels were learned by heart, and not where labels are right", async () => {
    const problems = async (data: Dataset, target: string, classes: number, rounds: number) => {
      const views = ["left", "right"].map((view) => ({ view, encoder: mlp([64, 32]) }));
      const how = { ...o, target, classes, rounds };
      const run = await coTrainNetworks(views, data, how);
      run.dispose();
      return diagnose(run.rounds).map(({ problem }) => problem);
    };
    const { data } = noisy(0.8);
    expect(await problems(data, "y", 2, 40)).toContain("labels learned by heart");
    const { few, test } = halves(1);
    expect(await problems(few, "digit", 10, 15)).toEqual([]);
    [data, few, test].forEach((each) => each.dispose());
  });

  it("is diagnosed where networks confirm each other in nonsense", async () => {
    // Three labels of each class, and every other row beside the first class.
    const rng = seeded(2);
    const x = Array.from({ length: 200 }, (_, i) => [(i < 6 ? i % 2 : 0) * 3 + 0.1 * normal(rng)]);
    const y = x.map((_, i) => (i < 6 ? i % 2 : NaN));
    const data = fromArrays({ a: x, b: x }, { y });
    const run = await coTrainNetworks(networks(["a", "b"]), data, o);
    const [finding] = diagnose(run.rounds);
    expect(finding.problem).toBe("one class takes over");
    expect(finding.seen).toMatch(/agree on \d+ %: agreement is not correctness/);
    run.dispose();
    data.dispose();
  });
});
