import { describe, expect, it } from "vitest";
import "../../src/engine";
import { coTrain, logistic } from "../../src/cotraining";
import { lineSearch } from "../../src/cotraining/learners/lineSearch";
import { fromArrays } from "../../src/data/arrays";

/** Thirty points on a grid that floats hold exactly, the first with labels; every seventh has a wrong class. */
function grid(labelled = 30) {
  const x = Array.from({ length: 30 }, (_, i) => [((i * 7) % 11) / 4 - 1, ((i * 5) % 13) / 8 - 1]);
  const right = x.map(([a, b]) => (a + 0.5 * b < -0.3 ? 0 : b < 0.4 ? 1 : 2));
  const y = right.map((c, i) => (i >= labelled ? NaN : i % 7 === 0 ? (c + 1) % 3 : c));
  return fromArrays({ x, other: x.map(([a, b]) => [b, a]) }, { y });
}

describe("logistic, step for step as scikit-learn 1.9.1", () => {
  // LogisticRegression(tol=...).fit(X, y).predict_proba(X[:2]), after 2, 4, 6 and 8 steps.
  it.each([
    [
      1e-1,
      [0.729204555818, 0.198466042285, 0.072329401897],
      [0.122073913981, 0.73020241818, 0.147723667839],
    ],
    [
      1e-2,
      [0.82517966046, 0.151572408199, 0.023247931341],
      [0.075922129378, 0.769827221059, 0.154250649563],
    ],
    [
      1e-3,
      [0.825285887686, 0.15231436355, 0.022399748764],
      [0.075567607131, 0.769913009942, 0.154519382927],
    ],
    [
      1e-4,
      [0.824160323729, 0.153242439295, 0.022597236976],
      [0.075704747349, 0.770084610502, 0.15421064215],
    ],
  ])("stops at the same place for tolerance %d", async (tolerance, first, second) => {
    const learner = logistic({ view: "x", target: "y", classes: 3, tolerance });
    const data = grid();
    await learner.fit(data);
    const found = learner.probabilities(data);
    [first, second].forEach((wanted, row) =>
      wanted.forEach((p, c) => expect(found[row][c]).toBeCloseTo(p, 11)),
    );
    data.dispose();
  });

  it("co-training twice with the same learners is the same run", async () => {
    const few = grid(12);
    const o = { target: "y", classes: 3 };
    const learners = ["x", "other"].map((view) => logistic({ ...o, view }));
    const first = await coTrain(learners, few, { rounds: 5, seed: 1 });
    expect(await coTrain(learners, few, { rounds: 5, seed: 1 })).toEqual(first);
    few.dispose();
  });
});

describe("lineSearch, by hand", () => {
  const along = (f: (s: number) => number, slope: (s: number) => number) => (s: number) => ({
    value: f(s),
    slope: slope(s),
  });
  it("takes the first step if it lowers enough and flattens: (s - 1)^2 at 0.5 falls from 1 to 0.25, slope -2 to -1", () => {
    const f = along(
      (s) => (s - 1) ** 2,
      (s) => 2 * (s - 1),
    );
    expect(lineSearch(f, f(0), 0.5)).toBe(0.5);
  });
  it("past a minimum it comes back: the cubic through (s - 1)^2 at 0 and 5 has its minimum at 1", () => {
    const f = along(
      (s) => (s - 1) ** 2,
      (s) => 2 * (s - 1),
    );
    expect(lineSearch(f, f(0), 5)).toBeCloseTo(1, 12);
  });
  it("still steep it goes on, four steps further at most: (s - 100)^2 from 1 ends where the slope is 0.9 of the first", () => {
    const f = along(
      (s) => (s - 100) ** 2,
      (s) => 2 * (s - 100),
    );
    const step = lineSearch(f, f(0), 1)!;
    expect(Math.abs(f(step).slope)).toBeLessThanOrEqual(0.9 * 200);
  });
  it("finds nothing on a slope that never flattens", () => {
    const f = along(
      (s) => -s,
      () => -1,
    );
    expect(lineSearch(f, f(0), 1)).toBeUndefined();
  });
});
