import { describe, expect, it } from "vitest";
import { seeded } from "../../src/data/random";
import { groupTasks } from "../../src/inspect/grouping";

// a and b help each other, c and d too, across they hurt; and a helps c by 3, which c does not give back.
const names = ["a", "b", "c", "d"];
const affinity = [
  [NaN, 2, 3, -4],
  [2, NaN, -4, -4],
  [-4, -4, NaN, 1],
  [-4, -4, 1, NaN],
];

describe("groupTasks", () => {
  it("is worked by hand for two families of tasks", () => {
    const apart = groupTasks(affinity, names, { networks: 2, helpers: false });
    expect(apart.groups.map(({ trains }) => trains)).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
    expect(apart.value).toBe(6);
    const one = groupTasks(affinity, names, { networks: 1 });
    // Column means: (2-4-4)/3, (2-4-4)/3, (3-4+1)/3, (-4-4+1)/3.
    expect(one.value).toBeCloseTo(-19 / 3, 12);
    expect(one.groups).toEqual([{ trains: names, serves: names }]);
  });

  it("lets a task help in a network that does not serve it", () => {
    const { groups, value } = groupTasks(affinity, names, { networks: 3 });
    expect(groups).toEqual([
      { trains: ["a", "b"], serves: ["a", "b"] },
      { trains: ["a", "c"], serves: ["c"] },
      { trains: ["c", "d"], serves: ["d"] },
    ]);
    expect(value).toBe(8);
  });

  it("leaves tasks alone that only hurt each other, and uses no network without need", () => {
    const hurt = [
      [0, -1],
      [-1, 0],
    ];
    expect(groupTasks(hurt, ["a", "b"], { networks: 5 })).toEqual({
      groups: [
        { trains: ["a"], serves: ["a"] },
        { trains: ["b"], serves: ["b"] },
      ],
      value: 0,
    });
    const indifferent = hurt.map((row) => row.map(() => 0));
    expect(groupTasks(indifferent, ["a", "b"], { networks: 2 }).groups).toHaveLength(1);
  });

  it("finds what trying every partition and every set of helpers finds", () => {
    const rng = seeded(3);
    for (const [n, networks] of [3, 4, 5].flatMap((size) => [1, 2, 3].map((b) => [size, b]))) {
      const values = Array.from({ length: n }, () => Array.from({ length: n }, () => rng() - 0.5));
      const tasks = values.map((_, i) => String(i));
      const found = groupTasks(values, tasks, { networks });
      expect(found.value).toBeCloseTo(best(values, networks), 10);
      expect(found.groups.length).toBeLessThanOrEqual(networks);
      expect(found.groups.flatMap(({ serves }) => serves).sort()).toEqual(tasks);
    }
  });

  it("takes eight tasks in no time, and says what it cannot take", () => {
    const rng = seeded(4);
    const eight = Array.from({ length: 8 }, () => Array.from({ length: 8 }, rng));
    expect(groupTasks(eight, [..."abcdefgh"], { networks: 4 }).groups.length).toBeLessThan(5);
    expect(() => groupTasks([[1, 2]], ["a"], { networks: 1 })).toThrow(
      /Found 1 tasks and rows of 2/,
    );
    expect(() => groupTasks([[1]], ["a"], { networks: 0 })).toThrow(/networks .*Found 0/);
    expect(() =>
      groupTasks(
        [
          [1, NaN],
          [1, 1],
        ],
        ["a", "b"],
        { networks: 1 },
      ),
    ).toThrow(/finite/);
  });
});

/** The plain way: every choice of `networks` sets, each task served where it is best off. */
function best(affinity: number[][], networks: number): number {
  const n = affinity.length;
  const worth = (set: number, j: number) => {
    const others = affinity.flatMap((row, i) => (set & (1 << i) && i !== j ? [row[j]] : []));
    return others.length === 0 ? 0 : others.reduce((a, b) => a + b) / others.length;
  };
  const visit = (sets: number[]): number => {
    if (sets.length < networks) {
      let most = -Infinity;
      for (let set = sets[sets.length - 1] ?? 1; set < 2 ** n; set++) {
        most = Math.max(most, visit([...sets, set]));
      }
      return most;
    }
    const each = affinity.map((_, j) =>
      Math.max(...sets.map((set) => (set & (1 << j) ? worth(set, j) : -Infinity))),
    );
    return each.reduce((a, b) => a + b);
  };
  return visit([]);
}
