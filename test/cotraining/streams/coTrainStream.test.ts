import { describe, expect, it } from "vitest";
import "../../../src/engine";
import { argMax } from "../../../src/cotraining/labels";
import { same } from "../../../src/cotraining/measures";
import { coTrainStream } from "../../../src/cotraining/streams/coTrainStream";
import type { CoTrainStreamRecord } from "../../../src/cotraining/streams/coTrainStreamOptions";
import { fromArrays } from "../../../src/data/arrays";
import type { Dataset } from "../../../src/data/dataset";
import { normal, seeded } from "../../../src/data/random";
import { mlp } from "../../../src/models/blocks";
import { expectNoLeak } from "../../toys";

const networks = () => ["left", "right"].map((view) => ({ view, encoder: mlp([8]) }));
const o = { target: "y", classes: 2, seed: 1 };

/** Two views of two classes, means at -1 and 1 in each of three columns; `turned` turns the right view round. */
function* views(batches: number, labelled: number, turned = Infinity): Generator<Dataset> {
  const rng = seeded(3);
  for (let batch = 0; batch < batches; batch++) {
    const y = Array.from({ length: 24 }, () => (rng() < 0.5 ? 0 : 1));
    const view = (sign: number) =>
      y.map((label) => Array.from({ length: 3 }, () => sign * (2 * label - 1) + normal(rng)));
    yield fromArrays(
      { left: view(1), right: view(batch < turned ? 1 : -1) },
      { y: y.map((label, i) => (i < labelled ? label : NaN)) },
    );
  }
}

async function story(stream: Iterable<Dataset>, more = {}): Promise<CoTrainStreamRecord[]> {
  const run = coTrainStream(networks(), { ...o, ...more });
  const records = [];
  for await (const record of run.learn(stream)) records.push(record);
  run.dispose();
  return records;
}

describe("co-training on a stream", () => {
  it("learns from two labels a batch, passes labels on, and leaves nothing", async () => {
    const records = await expectNoLeak(() => story(views(40, 2)));
    expect(records[0].agreement).toBeLessThan(0.8);
    expect(records[39].agreement).toBeGreaterThan(0.85);
    expect(records[39].fading).toBeLessThan(0.2);
    expect(records[39].passed).toBeGreaterThan(15);
    expect(records.map(({ ramp }) => ramp).slice(0, 3)).toEqual([0, 0.05, 0.1]);
    expect(JSON.parse(JSON.stringify(records))).toEqual(records);
    expect(await story(views(40, 2))).toEqual(records);
  });

  it("hears without labels that one view has turned, and learns anew when labels come", async () => {
    const stream = function* () {
      let batch = 0;
      for (const data of views(120, 2, 60)) {
        const silent = batch >= 60 && batch < 70;
        batch++;
        if (!silent) yield data;
        else {
          yield fromArrays(
            {
              left: data.inputs.left.arraySync() as number[][],
              right: data.inputs.right.arraySync() as number[][],
            },
            { y: Array<number>(24).fill(NaN) },
          );
          data.dispose();
        }
      }
    };
    const records = await story(stream());
    const drifts = records.filter(({ drift }) => drift).map(({ batch }) => batch);
    expect(drifts[0]).toBeGreaterThanOrEqual(60);
    expect(drifts[0]).toBeLessThan(66);
    expect(records[65].error).toBe(null);
    // Without the alarm the memory goes on teaching the past.
    const deaf = () => ({ see: () => "none" as const, mean: 0 });
    const late = (all: CoTrainStreamRecord[]) =>
      all.slice(100).reduce((sum, { agreement }) => sum + agreement, 0) / 20;
    expect(late(records)).toBeGreaterThan(late(await story(stream(), { detector: deaf })) + 0.25);
  });

  it("gives a classifier, and says what is wrong", async () => {
    const run = coTrainStream(networks(), o);
    const [test] = views(1, 24);
    expect(() => run.together.probabilities(test)).toThrow("Found no batch yet.");
    for await (const { batch } of run.learn(views(30, 4))) if (batch === 25) break;
    const truth = [...test.targets.y.dataSync()];
    expect(same(run.together.probabilities(test).map(argMax), truth)).toBeGreaterThan(0.9);
    [run, test].forEach((each) => each.dispose());
    expect(() => coTrainStream([], o)).toThrow("Expected a network or more.");
    expect(() => coTrainStream(networks(), { ...o, steps: 0 })).toThrow("steps to be a whole");
    expect(() => coTrainStream(networks(), { ...o, sigma: 0 })).toThrow("Expected sigma above 0.");
    expect(await story(views(3, 0))).toMatchObject([{ loss: [] }, { loss: [] }, { error: null }]);
  });
});
