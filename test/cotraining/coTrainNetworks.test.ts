import { describe, expect, it } from "vitest";
import "../../src/engine";
import { coTrainNetworks } from "../../src/cotraining/coTrainNetworks";
import { flow } from "../../src/cotraining/flow";
import { argMax, labelsOf } from "../../src/cotraining/labels";
import { learnedWeights } from "../../src/cotraining/sharing";
import { same } from "../../src/cotraining/measures";
import { mlp } from "../../src/models/blocks";
import { expectNoLeak } from "../toys";
import { gauss, halves } from "./views";

const networks = (widths: number[]) =>
  ["left", "right"].map((view) => ({ view, encoder: mlp(widths), name: view }));
const o = { target: "y", classes: 2, rounds: 6, steps: 5, seed: 1 };

describe("coTrainNetworks on half images", () => {
  // Recorded for PyTorch on this split: 74.8 supervised pair, 87.0 with passed labels.
  it("passing labels on gains what was recorded, and shared features gain more", async () => {
    const { few, test } = halves(1);
    const truth = labelsOf(test, "digit", 10);
    const run = async (passedWeight: number) => {
      const o = { target: "digit", classes: 10, noise: 0.05, until: [], seed: 1, passedWeight };
      const { together, shared, dispose } = await coTrainNetworks(networks([128, 64]), few, o);
      const right = [together, shared].map((one) =>
        same(one.probabilities(test).map(argMax), truth),
      );
      dispose();
      return right;
    };
    const [alone] = await run(0);
    const [taught, shared] = await run(1);
    expect(Math.abs(alone - 0.748)).toBeLessThan(0.03);
    expect(Math.abs(taught - 0.87)).toBeLessThan(0.03);
    expect(taught).toBeGreaterThan(alone + 0.05);
    expect(shared).toBeGreaterThan(taught);
  });
});

describe("the story of networks", () => {
  it("keeps given labels, is the same for the same seed, blind to the truth, and leaves nothing", async () => {
    const { few, test, truth } = gauss(0);
    const given = labelsOf(few, "y", 2);
    const run = async (diagnostics = {}) => {
      const { rounds, dispose } = await coTrainNetworks(networks([8]), few, { ...o, diagnostics });
      dispose();
      return rounds;
    };
    const rounds = await expectNoLeak(() => run({ test, truth }));
    given.forEach((label, row) => {
      if (!Number.isNaN(label)) {
        expect([rounds.labels[row], rounds.arrived[row]]).toEqual([label, 0]);
      }
    });
    rounds.labels.forEach((label, row) => expect(label === null).toBe(rounds.arrived[row] === -1));
    expect(Math.max(...rounds.arrived)).toBeLessThan(rounds.loss.length);
    for (const list of [
      rounds.loss,
      rounds.sharing,
      rounds.changed,
      rounds.ramp,
      rounds.accuracy,
    ]) {
      expect(list).toHaveLength(rounds.agreement.length);
    }
    expect(rounds.trust.every((value) => value > 0 && value <= 1)).toBe(true);
    expect(JSON.parse(JSON.stringify(rounds))).toEqual(rounds);
    expect(await run({ test, truth })).toEqual(rounds);
    const lies = truth.map((label) => 1 - label);
    expect((await run({ truth: lies })).labels).toEqual(rounds.labels);
    [few, test].forEach((data) => data.dispose());
  });

  it("is the same compiled and as written, but for rounding", async () => {
    const { few, test } = gauss(0);
    const losses: number[][] = [];
    for (const compile of [true, false]) {
      const run = await coTrainNetworks(networks([8]), few, { ...o, compile });
      losses.push(run.rounds.loss.flat());
      run.dispose();
    }
    losses[0].forEach((loss, i) => expect(loss).toBeCloseTo(losses[1][i], 4));
    [few, test].forEach((data) => data.dispose());
  });

  it("ends when labels settle, and draws its flow", async () => {
    const { few, test } = gauss(1);
    const { rounds, dispose } = await coTrainNetworks(networks([8]), few, {
      ...o,
      rounds: 60,
      rampRounds: 5,
      learningRate: 0.01,
    });
    expect(["labels settled", "divergence settled"]).toContain(rounds.stopped);
    const drawn = flow(rounds);
    expect(drawn).toMatch(/^graph TD\n {4}A\["Data: 1000 rows, 6 with a label"\]/);
    expect(drawn).toContain(`|yes: ${rounds.stopped}|`);
    expect(drawn).toContain("Train right<br/>loss");
    dispose();
    [few, test].forEach((data) => data.dispose());
  });

  it("lets networks have data of their own, and one network be its own control", async () => {
    const { few, test } = gauss(2);
    const rows = [...Array(few.size).keys()];
    const own = networks([8]).map((each, k) => ({
      ...each,
      rows: rows.filter((i) => i % 2 === k),
    }));
    const labelled = labelsOf(few, "y", 2).flatMap((label, i) => (Number.isNaN(label) ? [] : [i]));
    own[0].rows.push(...labelled.slice(0, 3));
    own[1].rows.push(...labelled.slice(3));
    const two = await coTrainNetworks(own, few, { ...o, sharing: learnedWeights() });
    const one = await coTrainNetworks(networks([8]).slice(0, 1), few, o);
    expect(one.rounds.agreement.every((value) => value === 1)).toBe(true);
    expect(one.rounds.confidence.every((value) => value === 1)).toBe(true);
    [two, one].forEach((run) => run.dispose());
    [few, test].forEach((data) => data.dispose());
  });
});

describe("the border of coTrainNetworks", () => {
  it("says what does not fit, and frees what it made", async () => {
    const { few, test } = gauss(0);
    const uneven = [networks([8])[0], networks([4])[1]];
    await expectNoLeak(async () => {
      await expect(coTrainNetworks(uneven, few, o)).rejects.toThrow("Found 8 and 4.");
      await expect(coTrainNetworks([], few, o)).rejects.toThrow("Expected a network or more.");
      const alone = [{ ...networks([8])[0], rows: [] }, networks([8])[1]];
      await expect(coTrainNetworks(alone, few, o)).rejects.toThrow(
        "a labelled row among the rows of network 1",
      );
      await expect(coTrainNetworks(networks([8]), test, o)).rejects.toThrow(
        "without a label (NaN)",
      );
      await expect(coTrainNetworks(networks([8]), few, { ...o, sigma: 0 })).rejects.toThrow(
        "Expected sigma above 0. Found 0.",
      );
    });
    [few, test].forEach((data) => data.dispose());
  });
});
