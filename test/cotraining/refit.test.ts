import { describe, expect, it } from "vitest";
import "../../src/engine";
import { coTrain, logistic } from "../../src/cotraining";
import { fromArrays } from "../../src/data/arrays";
import { normal, seeded } from "../../src/data/random";

const o = { view: "x", target: "y", classes: 3 };

/** Three clouds in a plane that overlap; labels only where `labelled` says so. */
function clouds(labelled: (row: number) => boolean = () => true) {
  const rng = seeded(4);
  const x = Array.from({ length: 90 }, (_, i) => [(i % 3) + normal(rng), normal(rng)]);
  const y = x.map((_, i) => (labelled(i) ? i % 3 : NaN));
  return fromArrays({ x, other: x.map(([a, b]) => [b, a]) }, { y });
}

describe("logistic, fitted again", () => {
  it("refit ends where fit does, to the tolerance; fit forgets what was before", async () => {
    const [few, all] = [clouds((row) => row < 20), clouds()];
    const [fresh, again] = [logistic(o), logistic(o)];
    await fresh.fit(all);
    const wanted = fresh.probabilities(all);
    await again.fit(few);
    await again.refit!(all);
    again.probabilities(all).forEach((p, i) => {
      p.forEach((value, c) => expect(Math.abs(value - wanted[i][c])).toBeLessThan(0.01));
    });
    await again.fit(all);
    expect(again.probabilities(all)).toEqual(wanted);
    [few, all].forEach((each) => each.dispose());
  });

  it("co-training twice with the same learners is the same run", async () => {
    const few = clouds((row) => row < 12);
    const learners = ["x", "other"].map((view) => logistic({ ...o, view }));
    const first = await coTrain(learners, few, { rounds: 5, seed: 1 });
    expect(await coTrain(learners, few, { rounds: 5, seed: 1 })).toEqual(first);
    few.dispose();
  });
});
