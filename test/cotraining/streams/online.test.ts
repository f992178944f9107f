import { describe, expect, it } from "vitest";
import "../../../src/engine";
import { online } from "../../../src/cotraining/streams/online";
import type { OnlineOptions } from "../../../src/cotraining/streams/onlineOptions";
import type { StreamRecord } from "../../../src/cotraining/streams/records";
import { fromArrays } from "../../../src/data/arrays";
import type { Dataset } from "../../../src/data/dataset";
import { dwa } from "../../../src/weighting/dwa";
import { expectNoLeak } from "../../toys";
import { build, points, tasks } from "./points";

async function story(
  stream: AsyncIterable<Dataset>,
  o: Partial<OnlineOptions> = {},
): Promise<StreamRecord[]> {
  const learner = online({ build, tasks, patience: 5, horizon: 100, ...o });
  const records: StreamRecord[] = [];
  for await (const record of learner.learn(stream)) records.push(record);
  learner.dispose();
  return records;
}

const as = "as it is" as const;
const when = (records: StreamRecord[], task: string, what: string) =>
  records.flatMap(({ batch, events }) =>
    events.some((event) => event.task === task && event.what === what) ? [batch] : [],
  );

describe("learning on a stream", () => {
  it("a task appears, ends and returns with its old head", async () => {
    const stream = points(120, (batch) => ({
      ...(batch < 60 || batch >= 100 ? { side: as } : {}),
      ...(batch >= 30 ? { above: as } : {}),
    }));
    const records = await expectNoLeak(() => story(stream));
    expect(when(records, "side", "appeared")).toEqual([0]);
    expect(when(records, "above", "appeared")).toEqual([30]);
    expect(when(records, "side", "ended")).toEqual([64]);
    expect(when(records, "side", "returned")).toEqual([100]);
    expect([0, 30, 70, 110].map((at) => records[at].tasks.join())).toEqual([
      "side",
      "side,above",
      "above",
      "side,above",
    ]);
    expect(records[0].error.side).toBeGreaterThan(0.2);
    expect(records[100].error.side).toBeLessThan(0.2);
    expect(records[119].fading.above).toBeLessThan(0.1);
    expect(JSON.parse(JSON.stringify(records))).toEqual(records);
  });

  it("a task that turns round is noticed, only that one, and learned anew", async () => {
    const stream = () => points(160, (batch) => ({ side: batch < 80 ? as : "turned", above: as }));
    const records = await story(stream());
    const [drift] = when(records, "side", "drift");
    expect(drift).toBeGreaterThanOrEqual(80);
    expect(drift).toBeLessThan(84);
    expect(when(records, "above", "drift")).toEqual([]);
    expect(records[159].fading.side).toBeLessThan(0.15);
    // Without a detector the past is replayed for ever.
    const deaf = () => ({ see: () => "none" as const, mean: 0 });
    const without = await story(stream(), { detector: deaf });
    const late = (all: StreamRecord[]) =>
      all.slice(90, 110).reduce((sum, r) => sum + r.error.side, 0);
    expect(late(records)).toBeLessThan(late(without) - 1);
  });

  it("is the same for the same seed, and takes dynamic weights", async () => {
    const stream = () => points(60, () => ({ side: as, above: "turned" }));
    const [a, b] = [
      await story(stream(), { weighting: dwa(), epoch: 10 }),
      await story(stream(), { weighting: dwa(), epoch: 10 }),
    ];
    expect(a).toEqual(b);
    expect(a[5].weights).toEqual({ side: 1, above: 1 });
    expect(a[35].weights.side).not.toBe(1);
    expect(a[35].weights.side + a[35].weights.above).toBeCloseTo(2, 6);
  });

  it("can be left at any batch, and stopped; nothing stays behind", async () => {
    await expectNoLeak(async () => {
      const learner = online({ build, tasks });
      for await (const { batch } of learner.learn(points(50, () => ({ side: as })))) {
        if (batch === 3) break;
      }
      expect(Object.keys(learner.model!.tasks)).toEqual(["side"]);
      const rest = [];
      for await (const { batch } of learner.learn(points(2, () => ({ side: as }))))
        rest.push(batch);
      expect(rest).toEqual([4, 5]);
      learner.dispose();
      const stopped = await story(
        points(9, () => ({ side: as })),
        { signal: AbortSignal.abort() },
      );
      expect(stopped).toEqual([]);
    });
  });

  it("batches without any label, and data that do not fit", async () => {
    const records = await story(points(3, (batch) => (batch === 1 ? { side: as } : {})));
    expect(records.map((record) => record.tasks.join())).toEqual(["", "side", "side"]);
    expect(records[2].error).toEqual({});
    await expectNoLeak(async () => {
      const wrong = [fromArrays({ z: [[1, 2]] }, { side: [0] })];
      const learner = online({ build, tasks });
      await expect(learner.learn(wrong).next()).rejects.toThrow('Found none for "x"');
      learner.dispose();
    });
    expect(() => online({ build, tasks: {} })).toThrow("Expected a task or more that may appear");
    expect(() => online({ build, tasks, steps: 0 })).toThrow("steps to be a whole number");
  });
});
