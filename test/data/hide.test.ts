import { describe, expect, it } from "vitest";
import "../../src/engine";
import { fromArrays } from "../../src/data/arrays";
import type { Dataset } from "../../src/data/dataset";
import { seeded } from "../../src/data/random";
import { expectNoLeak } from "../toys";

const values = (data: Dataset) => Array.from(data.targets.y.dataSync());
const known = (data: Dataset) => values(data).filter((value) => !Number.isNaN(value));
const data = (y: (number | null | number[])[]) => fromArrays({ x: y.map((_, i) => [i]) }, { y });

/** 100 rows, of which only the last is of class 2. */
const rare = () => data(Array.from({ length: 100 }, (_, i) => (i === 99 ? 2 : i % 2)));

describe("hide", () => {
  it("keeps as many labels as asked, every class among them, for any seed", () => {
    for (let seed = 0; seed < 20; seed++) {
      const [full, few] = [rare(), rare().hide("y", 4, seeded(seed))];
      expect(new Set(known(few))).toEqual(new Set([0, 1, 2]));
      expect(known(few)).toHaveLength(4);
      values(few).forEach((value, row) => {
        if (!Number.isNaN(value)) expect(value).toBe(values(full)[row]);
      });
    }
  });

  it("leaves the original and other targets as they are", () => {
    const full = fromArrays({ x: [[1], [2], [3]] }, { y: [0, 1, 1], z: [4, 5, 6] });
    const few = full.hide("y", 2, seeded(1));
    expect(values(full)).toEqual([0, 1, 1]);
    expect(Array.from(few.targets.z.dataSync())).toEqual([4, 5, 6]);
  });

  it("hides whole rows of a target with several numbers", () => {
    const few = data([
      [1, 2],
      [3, 4],
      [5, 6],
    ]).hide("y", 1, seeded(1));
    expect(known(few)).toHaveLength(2);
    expect(few.labelled("y").size).toBe(1);
  });

  it("keeps labels among the labelled rows only", () => {
    const few = data([0, null, 1, null, 1]).hide("y", 2, seeded(3));
    expect(known(few).sort()).toEqual([0, 1]);
  });

  it("draws any rows of a regression with more values than labels to keep", () => {
    const few = data([0.1, 0.2, 0.3, 0.4]).hide("y", 2, seeded(1));
    expect(known(few)).toHaveLength(2);
  });

  it("says how many labels can be kept", () => {
    expect(() => rare().hide("y", 2, seeded(1))).toThrow(
      'Expected at least 3 labels to keep, one for each class of "y". Found 2. Keep more.',
    );
    expect(() => rare().hide("y", 101, seeded(1))).toThrow(
      'Expected between 1 and 100 labels to keep, as many as "y" has. Found 101. Keep fewer.',
    );
  });

  it("leaks nothing", async () => {
    await expectNoLeak(() => {
      const full = rare();
      const few = full.hide("y", 5, seeded(1));
      [full, few, few.labelled("y")].forEach((each) => each.dispose());
    });
  });
});
