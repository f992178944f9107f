import { describe, expect, it } from "vitest";
import { corrector } from "../../src/cotraining/correction";
import { byDiversity, kappa } from "../../src/cotraining/say";

describe("diversity weighting, by hand", () => {
  it("kappa: 3 of 4 alike, chance 0.5 * 0.25 + 0.5 * 0.75 = 0.5: 0.5", () => {
    expect(kappa([0, 0, 1, 1], [0, 1, 1, 1])).toBeCloseTo(0.5, 12);
    expect(kappa([1, 1], [1, 1])).toBe(1);
    expect(() => kappa([1], [1, 1])).toThrow("Expected as many answers of both. Found 1 and 2.");
  });

  it("two clones and a third that agrees with them by chance: 1/2, 1/2 and 1, in a sum of 3", () => {
    // Kappa 1 between clones, 0 to the third: mean 1/2 for a clone, 0 for the third; 0.5 : 0.5 : 1 scaled to 3.
    const clone = [0, 0, 1, 1];
    const weights = byDiversity({ said: [clone, clone, [0, 1, 0, 1]], accuracy: [1, 1, 1] });
    expect(weights.map((w) => Number(w.toFixed(9)))).toEqual([0.75, 0.75, 1.5]);
  });

  it("accuracy counts, and where all are alike each has one voice", () => {
    const said = [
      [0, 0, 1, 1],
      [0, 1, 0, 1],
    ];
    expect(byDiversity({ said, accuracy: [0.9, 0.6] })[0]).toBeCloseTo(1.2, 9);
    expect(byDiversity({ said: [said[0], said[0]], accuracy: [0.9, 0.6] })).toEqual([1, 1]);
    expect(byDiversity({ said: [said[0]], accuracy: [0.9] })).toEqual([1]);
  });
});

describe("error correction, by hand", () => {
  const [yes, no, unsure] = [
    [0.05, 0.95],
    [0.95, 0.05],
    [0.4, 0.6],
  ];
  const after = (...rounds: number[][][]) => {
    const fix = corrector([0, NaN], { sure: 0.9, patience: 2 });
    rounds.forEach((answers, i) =>
      fix.next(
        answers.map((p) => [p]),
        i + 1,
      ),
    );
    return fix;
  };

  it("two rounds of two sure networks replace a label, and two more take that back", () => {
    const fix = after([yes, yes], [yes, yes], [no, no], [no, no]);
    expect(fix.story).toEqual([
      { row: 0, from: 0, to: 1, round: 2 },
      { row: 0, from: 1, to: 0, round: 4 },
    ]);
    expect(fix.labels).toEqual([0, NaN]);
  });

  it("an interruption starts the count anew, and neither one voice of two nor a doubtful two are enough", () => {
    expect(after([yes, yes], [no, no], [yes, yes]).story).toEqual([]);
    expect(after([yes, no], [yes, no], [yes, no]).story).toEqual([]);
    expect(after([unsure, unsure], [unsure, unsure]).story).toEqual([]);
    expect(after([yes, yes, no], [yes, yes, no]).story).toEqual([]); // two of three, but 0.65 on average
  });

  it("does nothing unasked, and says what it cannot do", () => {
    const fix = corrector([0]);
    fix.next([[yes], [yes]], 1);
    expect(fix.story).toEqual([]);
    expect(() => corrector([0], { sure: 0.4 })).toThrow("Expected sure above 0.5 and at most 1.");
    expect(() => corrector([0], { patience: 0 })).toThrow("Expected patience to be a whole number");
  });
});
