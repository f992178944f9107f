import { describe, expect, it } from "vitest";
import "../../src/engine";
import { deepCoTraining } from "../../src/cotraining/deepCoTraining";
import { fixMatch } from "../../src/cotraining/fixMatch";
import { noisyStudent } from "../../src/cotraining/noisyStudent";
import type { PeerOptions } from "../../src/cotraining/peerOptions";
import type { PeerHistory } from "../../src/cotraining/peerHistory";
import { jitter } from "../../src/cotraining/perturb";
import { piModel } from "../../src/cotraining/piModel";
import type { Dataset } from "../../src/data/dataset";
import { mlp } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import type { Model } from "../../src/models/model";
import { classification } from "../../src/tasks/classification";
import { evaluate } from "../../src/training/evaluate";
import { fit } from "../../src/training/fit";
import { expectNoLeak } from "../toys";
import { clouds, expectCompiled, model, sides } from "./clouds";

type Run = (models: Model[], data: Dataset, o: PeerOptions) => Promise<PeerHistory>;

const near = { weak: jitter(0.1), strong: jitter(0.5) };
const methods: [string, Run][] = [
  ["FixMatch", ([m], data, o) => fixMatch(m, data, { ...o, ...near, threshold: 0.8 })],
  [
    "FixMatch with flexible thresholds",
    ([m], data, o) => fixMatch(m, data, { ...o, ...near, threshold: 0.9, flexible: true }),
  ],
  ["Pi model", ([m], data, o) => piModel(m, data, { ...o, unlabelled: 32 })],
  ["deep co-training", (pair, data, o) => deepCoTraining(pair, data, o)],
];
const o = { epochs: 6, batchSize: 8, learningRate: 0.02 };

describe.each(methods)("%s", (name, run) => {
  it("learns from rows without a label, tells the same story again, compiled or not, and leaves nothing", async () => {
    const [few, test] = [clouds(160, { kept: 8 }), clouds(400, { seed: 2 })];
    const tell = async (more: PeerOptions) => {
      const models = [model(1), model(2)];
      const history = await run(models, few, { ...o, ...more });
      models.forEach((each) => each.dispose());
      return history;
    };
    const diagnostics = { test, truth: sides(160) };
    const found = await expectNoLeak(() => tell({ diagnostics }));
    expectCompiled(found);
    expect(await tell({ diagnostics })).toEqual(found);
    expect(found.together[5]).toBeGreaterThan(0.8);
    const plain = await tell({ compile: false });
    [found.labels, found.imitation].forEach((story, which) =>
      story.flat().forEach((value, i) => {
        expect([plain.labels, plain.imitation][which].flat()[i]).toBeCloseTo(value, 3);
      }),
    );
    if (name.startsWith("FixMatch")) {
      expect(found.coverage[5][0]).toBeGreaterThan(0.3);
      expect(found.precision[5][0]).toBeGreaterThan(0.85);
    }
    [few, test].forEach((each) => each.dispose());
  });
});

it("deep co-training: three networks; those that read different views need no third term", async () => {
  const few = clouds(60, { kept: 8 });
  const three = [1, 2, 3].map((seed) => model(seed));
  const story = await expectNoLeak(() => deepCoTraining(three, few, o));
  expect(story.difference[5].length).toBe(3);
  const [x, y] = [few.inputs.x, few.targets.y];
  const data = {
    inputs: { left: x.slice([0, 0], [60, 1]), right: x.slice([0, 1]) },
    targets: { y },
  };
  const views = ["left", "right"].map((name, seed) => {
    const tasks = { y: classification(2) };
    return hardSharing({ inputs: { [name]: [1] }, encoder: mlp([8]), tasks, seed });
  });
  const { difference, imitation } = await deepCoTraining(views, data, o);
  expect(difference).toEqual([]);
  expect(imitation[5][0]).toBeLessThan(imitation[0][0]);
  [...three, ...views, few, ...Object.values(data.inputs)].forEach((each) => each.dispose());
});

describe("noisy student", () => {
  it("students no smaller than the teacher pass on what it knows; it stays as it is", async () => {
    const [few, test] = [clouds(160, { kept: 8 }), clouds(400, { seed: 2 })];
    const models = [model(1), model(2, [16]), model(3, [16])];
    const labelled = few.labelled("y");
    await fit(models[0], labelled, { epochs: 40, learningRate: 0.02, progress: false });
    const before = models[0].net.getWeights().map((w) => [...w.dataSync()]);
    const options = { ...o, noise: jitter(0.5), diagnostics: { test, truth: sides(160) } };
    const histories = await expectNoLeak(() => noisyStudent(models, few, options));
    histories.forEach(expectCompiled);
    expect(histories[1].coverage[0][0]).toBe(1);
    expect(histories[0].precision[0][0]).toBeGreaterThan(0.8);
    expect(models[0].net.getWeights().map((w) => [...w.dataSync()])).toEqual(before);
    const [teacher, , last] = models.map((each) => evaluate(each, test).y);
    expect(last).toBeGreaterThan(teacher - 0.03);
    [...models, few, test, labelled].forEach((each) => each.dispose());
  });

  it("hard labels and no balance differ from soft and balanced ones", async () => {
    const few = clouds(40, { kept: 8 });
    const last = async (more: object) => {
      const models = [model(1), model(2)];
      await fit(models[0], few, { epochs: 2, learningRate: 0.02, progress: false });
      const [history] = await noisyStudent(models, few, { ...o, ...more, epochs: 2 });
      models.forEach((each) => each.dispose());
      return history.imitation[1][0];
    };
    const found = [await last({}), await last({ soft: false }), await last({ balance: false })];
    expect(new Set(found).size).toBe(3);
    expect(found.every((value) => value > 0)).toBe(true);
    few.dispose();
  });
});
