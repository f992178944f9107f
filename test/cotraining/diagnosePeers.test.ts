import { describe, expect, it } from "vitest";
import "../../src/engine";
import {
  coTeach,
  diagnose,
  fixMatch,
  mutual,
  softPeers,
  type PeerHistory,
} from "../../src/cotraining";
import { fromArrays } from "../../src/data/arrays";
import { normal, seeded } from "../../src/data/random";
import { mlp } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { classification } from "../../src/tasks/classification";

const tasks = { y: classification(2) };
const model = (seed: number, width = 8) =>
  hardSharing({ inputs: { x: [8] }, encoder: mlp([width]), tasks, seed });
const problems = (history: PeerHistory) => diagnose(history).map(({ problem }) => problem);

/** Two clouds; of the labels so many at the front are wrong, and those from `hidden` on are not there. */
function clouds({ size = 120, wrong = 0, hidden = 120 } = {}) {
  const rng = seeded(3);
  const x = Array.from({ length: size }, (_, i) =>
    Array.from({ length: 8 }, () => 2 * (i % 2) - 1 + normal(rng)),
  );
  const y = x.map((_, i) => (i >= hidden ? NaN : i < wrong ? 1 - (i % 2) : i % 2));
  return { data: fromArrays({ x }, { y }), test: fromArrays({ x }, { y: x.map((_, i) => i % 2) }) };
}

const quick = { batchSize: 20, compile: false };

/** A story of two networks, told by their losses. */
const story = (labels: number[], agreement: number[]): PeerHistory => ({
  given: 100,
  labels: labels.map((loss) => [loss, 1.1 * loss]),
  imitation: labels.map(() => [0.1, 0.1]),
  difference: [],
  coverage: [],
  precision: [],
  agreement,
  accuracy: [],
  together: [],
  calibration: [],
  stopped: "epochs",
  mode: "compiled",
});

describe("diagnose, for networks that train together", () => {
  it("finds nothing where they learned, alone or from each other", async () => {
    const { data, test } = clouds({ hidden: 60 });
    const models = [model(1), model(2)];
    const history = await mutual(models, data, { ...quick, epochs: 8, diagnostics: { test } });
    expect(problems(history)).toEqual([]);
    const full = clouds();
    const o = { ...quick, epochs: 10, learningRate: 0.01, forget: 0.2, diagnostics: { test } };
    expect(problems(await coTeach(models, full.data, o))).toEqual([]);
    [full.data, full.test].forEach((each) => each.dispose());
    [...models, data, test].forEach((each) => each.dispose());
  });

  it("finds twins: equal weights stay equal, with diagnostics and without", async () => {
    const { data, test } = clouds();
    for (const diagnostics of [undefined, { test }]) {
      const models = [model(1), model(1)];
      const o = { ...quick, epochs: 2, lambda: 0.1, diagnostics };
      const history = await softPeers(models, data, o);
      expect(problems(history)).toContain("agreement without change");
      models.forEach((each) => each.dispose());
    }
    [data, test].forEach((each) => each.dispose());
  });

  it("finds a threshold that nobody reaches", async () => {
    const { data, test } = clouds({ hidden: 10 });
    const one = model(1);
    const history = await fixMatch(one, data, { ...quick, epochs: 2, threshold: 0.999999 });
    const [{ problem, seen }] = diagnose(history);
    expect(problem).toBe("nothing learned");
    expect(seen).toContain("more than 0 % of the rows chosen");
    [one, data, test].forEach((each) => each.dispose());
  });

  it("reads by hand: strangers pulled into one, who learn nothing", () => {
    // As soft sharing with lambda 10 went on digits: distances, losses, agreement.
    const pulled = story([2.29, 2.28, 2.28, 2.27, 2.26], [0.02, 0.1, 0.25, 0.67, 0.84]);
    const imitation = [12.7, 3.4, 0.78, 0.17, 0.05].map((far) => [far, far]);
    const [{ problem, seen }] = diagnose({ ...pulled, imitation });
    expect(problem).toBe("collapse");
    expect(seen).toContain("they agree on 84 % of the rows");
  });

  it("reads by hand: a loss that rises again, agreement that falls while labels are repeated", () => {
    expect(problems(story([0.7, 0.2, 0.9], []))).toEqual(["given labels forgotten"]);
    // From 0.21 to 0.525: more than a few labels in hundred would do, but of six a single one may.
    const risen = story([0.7, 0.2, 0.5], []);
    expect(problems({ ...risen, given: 100 })).toEqual(["given labels forgotten"]);
    expect(problems({ ...risen, given: 6 })).toEqual([]);
    expect(problems({ ...story([0.7, 0.2, 0.9], []), given: 6 })).toEqual([
      "given labels forgotten",
    ]);
    // Digits with 45 % wrong labels, Adam 0.003: every fifth of 60 epochs.
    const losses = [2.23, 1.76, 1.65, 1.56, 1.52, 1.42, 1.31, 1.23, 1.11, 1.03, 0.93, 0.82, 0.76];
    const agreed = [
      0.63, 0.964, 0.968, 0.944, 0.946, 0.92, 0.874, 0.902, 0.892, 0.884, 0.886, 0.87, 0.842,
    ];
    expect(problems(story(losses, agreed))).toEqual(["labels learned by heart"]);
    const right = losses.map((loss) => loss - 0.7);
    expect(problems(story(right, [...agreed].sort()))).toEqual([]);
    expect(problems(story([], []))).toEqual([]);
    const [{ seen }] = diagnose(story(losses, agreed));
    expect(seen).toContain("After epoch 3 the loss with the given labels fell from 1.7 to 0.80");
    expect(seen).toContain("97 %, then 87 %");
  });
});
