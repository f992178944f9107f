import { describe, expect, it } from "vitest";
import "../../src/engine";
import { coTrain } from "../../src/cotraining/coTrain";
import { coTrainNetworks } from "../../src/cotraining/coTrainNetworks";
import { controls } from "../../src/cotraining/controls";
import { diagnose } from "../../src/cotraining/diagnose";
import { logistic } from "../../src/cotraining/learners/logistic";
import { naiveBayes } from "../../src/cotraining/learners/naiveBayes";
import { median, paired } from "../../src/cotraining/paired";
import { selfTrain } from "../../src/cotraining/selfTrain";
import { mlp } from "../../src/models/blocks";
import { fromArrays } from "../../src/data/arrays";
import { expectNoLeak } from "../toys";
import { gauss } from "./views";

const o = { target: "y", classes: 2 };
const all = () => logistic({ ...o, view: ["left", "right"] });
const views = () => ["left", "right"].map((view) => logistic({ ...o, view }));

describe("paired differences, by hand", () => {
  it("are mean, median, error, wins and the sign test", () => {
    const found = paired([3, 5, 2, 4], [1, 5, 3, 1]); // 2, 0, -1, 3
    expect(found).toMatchObject({ seeds: 4, mean: 1, median: 1, wins: 2, ties: 1 });
    expect(found.error).toBeCloseTo(Math.sqrt(10 / 3 / 4), 12);
    expect(found.p).toBe(1);
    expect(paired([1, 1, 1, 1, 1], [0, 0, 0, 0, 0]).p).toBeCloseTo(2 / 32, 12);
    expect(median([3, 1, 2])).toBe(2);
    expect(() => paired([1], [])).toThrow("Found 1 and 0.");
  });
});

describe("controls", () => {
  // Recorded on ten seeds: co-training minus self-training with the same quota is -0.5 +- 0.3 points.
  it("show that quotas, not views, make the gain on these data", async () => {
    const { gain, collapses } = await expectNoLeak(() =>
      controls({
        seeds: [0, 1, 2, 3, 4],
        trial: (seed) => {
          const { few, test, truth } = gauss(seed);
          return { data: few, test, truth };
        },
        views,
        all,
        rounds: 50,
      }),
    );
    expect(Math.abs(gain["self-training, same quota"].mean)).toBeLessThan(0.02);
    expect(gain["supervised, all features"].mean).toBeGreaterThan(0.05);
    expect(gain["supervised, all features"].wins).toBe(5);
    expect(gain["oracle, all labels"].mean).toBeLessThan(0.005);
    expect(collapses["co-training"]).toBe(0);
  });
});

describe("diagnose", () => {
  const problems = (rounds: Parameters<typeof diagnose>[0]) =>
    diagnose(rounds).map(({ problem }) => problem);

  it("finds nothing in a run that went well, and one class that takes over without quotas", async () => {
    const { few, test } = gauss(0);
    expect(problems(await coTrain(views(), few, { rounds: 30 }))).toEqual([]);
    const bad = await coTrain(views(), few, { rounds: 30, unbalanced: 4, pool: Infinity });
    const [finding] = diagnose(bad);
    expect(finding.problem).toBe("one class takes over");
    expect(finding.seen).toMatch(/has 9\d % of the unlabelled rows and 50 % of the given labels/);
    [few, test].forEach((data) => data.dispose());
  });

  it("finds a threshold that nobody reaches, a learner too sure, and learners that are one", async () => {
    const { few, test } = gauss(0);
    const timid = await selfTrain(all(), few, { threshold: 0.999999 });
    expect(problems(timid)).toContain("nothing learned");
    const bold = naiveBayes({ ...o, view: ["left", "right"], smoothing: 1e-9 });
    const rash = await selfTrain(bold, few, {
      threshold: 0.5,
      pool: Infinity,
      quota: [Infinity, Infinity],
    });
    expect(problems(rash)).toContain("all at once");
    const twins = await coTrain([all(), all()], few, { rounds: 3 });
    expect(problems(twins)).toContain("agreement without change");
    [few, test].forEach((data) => data.dispose());
  });

  it("finds swapped classes and forgotten labels in a story, and does not read the truth", async () => {
    const { few, test } = gauss(0);
    const good = await coTrain(views(), few, { rounds: 10, diagnostics: { test } });
    expect(problems({ ...good, kept: [1, 0.6, 0.1] })).toEqual(["swapped classes"]);
    expect(
      problems({
        ...good,
        given: [
          [1, 1],
          [1, 1],
          [1, 0.5],
        ],
      }),
    ).toEqual(["given labels forgotten"]);
    // Of six labels two contradicted are chance, three are not; of sixty, twenty are not.
    const [six, sixty] = [6, 60].map((n) => good.arrived.map((_, row) => (row < n ? 0 : 1)));
    const fallen = (arrived: number[], share: number) =>
      problems({ ...good, arrived, given: [[1, 1], [1, share]] }); // prettier-ignore
    expect(fallen(six, 4 / 6)).toEqual([]);
    expect(fallen(six, 3 / 6)).toEqual(["given labels forgotten"]);
    expect(fallen(sixty, 40 / 60)).toEqual(["given labels forgotten"]);
    expect(problems({ ...good, together: [0, 0, 0], accuracy: [] })).toEqual([]);
    [few, test].forEach((data) => data.dispose());
  });

  it("finds a wrong given label that networks do not believe", async () => {
    const x = Array.from({ length: 60 }, (_, i) => [i < 30 ? -1 - (i % 5) / 10 : 1 + (i % 5) / 10]);
    const y = x.map(([v], i) => (i % 3 === 0 ? Number(v > 0) : NaN));
    y[9] = 1; // among the zeros
    const data = fromArrays({ a: x, b: x }, { y });
    const networks = ["a", "b"].map((view) => ({ view, encoder: mlp([4]) }));
    const { rounds, dispose } = await coTrainNetworks(networks, data, {
      ...o,
      rounds: 10,
      learningRate: 0.01,
    });
    const found = diagnose(rounds).find(({ problem }) => problem === "suspect labels");
    expect(found?.seen).toContain("1 of 20 given labels: rows 9.");
    dispose();
    data.dispose();
  });
});
