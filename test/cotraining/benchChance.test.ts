import { describe, expect, it } from "vitest";
import "../../src/engine";
import { beside, byChance } from "../../bench/cotraining/chance";
import { judged, recordedOf, type Table } from "../../bench/cotraining/rows";

const sameSeeds = true;

describe("rows below their margin", () => {
  it("are by chance where seeds differ in both directions, and not where all lie below", () => {
    const recorded = [0.9, 0.9, 0.9, 0.9, 0.9];
    // Differences -0.1, 0.1, 0, 0, -0.1: mean -0.02, sd 0.0837, error 0.0374.
    const mixed = byChance({ ours: [0.8, 1, 0.9, 0.9, 0.8], recorded, sameSeeds });
    expect(mixed).toBe("-2.0 +- 3.7, paired, over seeds");
    const low = byChance({ ours: [0.88, 0.87, 0.89, 0.88, 0.88], recorded, sameSeeds });
    expect(low).toBeUndefined();
  });

  it("are not explained with fewer than five seeds", () => {
    expect(byChance({ ours: [0.5, 0.95], recorded: [0.9, 0.9], sameSeeds })).toBeUndefined();
  });

  it("on other splits: both means have an error of their own", () => {
    const ours = [0.8, 0.9, 0.8, 0.9, 0.85];
    const recorded = [0.9, 0.95, 0.9, 0.95, 0.9, 0.95];
    // 0.05 / sqrt(5) and 0.0274 / sqrt(6), squared and added: 0.025, of which -0.075 is three.
    expect(byChance({ ours, recorded, sameSeeds: false })).toBeUndefined();
    const nearer = ours.map((value) => value + 0.03);
    expect(byChance({ ours: nearer, recorded, sameSeeds: false })).toBe("-4.5 +- 2.5, over seeds");
  });

  it("beside repeats: the share of rows put together from them that are as low", () => {
    // Two seeds, two runs: rows of 0.6, 0.7, 0.7 and 0.8.
    const runs = [
      [0.6, 0.6],
      [0.8, 0.8],
    ];
    const share = (ours: number) => beside({ by: "PyTorch", runs }, ours).share;
    expect(share(0.5)).toBe(0);
    expect(share(0.6)).toBeCloseTo(0.25, 1);
    expect(share(0.7)).toBeCloseTo(0.75, 1);
    expect(share(0.8)).toBe(1);
    expect(beside({ by: "PyTorch", runs }, 0.5).mean).toBeCloseTo(0.7, 10);
  });

  it("beside repeats: the record and its seeds do not count", () => {
    const recorded = [1, 1, 1, 1, 1];
    const runs = [0.6, 0.7, 0.8].map((value) => recorded.map(() => value));
    const repeats = { by: "PyTorch", runs };
    const within = byChance({ ours: runs[1], recorded, sameSeeds, repeats });
    expect(within).toMatch(/^3 repeats of PyTorch have 70\.0, \d\d\.\d % of such rows are as low$/);
    // One seed is far down, which the seeds' own spread would forgive.
    const ours = [0, 0.6, 0.6, 0.6, 0.6];
    expect(byChance({ ours, recorded: runs[0], sameSeeds })).toBeDefined();
    expect(byChance({ ours, recorded: runs[0], sameSeeds, repeats })).toBeUndefined();
  });

  it("say so in their verdict; too slow a fit stays a failure", () => {
    const table: Table = {
      name: "classic",
      title: "",
      columns: [],
      methods: {},
      margin: "sd",
      seconds: 1,
    };
    const [column, method] = ["breast_cancer 5", "supervised[gnb]"];
    const { test } = recordedOf(table.name, column, method);
    const of = (ours: number[], seconds: number) =>
      judged(table, { method, column, ours, times: ours.map(() => seconds), publicSeeds: true });
    expect(of(test, 0.1).verdict).toBe("passed");
    const oneSwapped = test.map((value, i) => (i === 0 ? 0 : value));
    expect(of(oneSwapped, 0.1).verdict).toBe("explained");
    expect(of(oneSwapped, 0.1).why).toMatch(/by chance: -\d\.\d \+- \d\.\d, paired/);
    expect(of(oneSwapped, 5).verdict).toBe("failed");
    expect(of(test.map((value) => value - 0.2), 0.1).verdict).toBe("failed"); // prettier-ignore
  });
});
