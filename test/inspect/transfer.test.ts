import { describe, expect, it } from "vitest";
import { transfer } from "../../src/inspect/transfer";
import { classes, squared } from "../toys";

const tasks = { digit: classes(10), size: squared };

describe("transfer", () => {
  it("is worked by hand, with lower better for errors", () => {
    const single = [0.5, 0.5, 0.5].map((digit) => ({ digit, size: 2 }));
    const shared = [0.55, 0.6, 0.65].map((digit, i) => ({ digit, size: [2.2, 2.4, 1.8][i] }));
    const { digit, size } = transfer(shared, single, tasks);
    digit.gains.forEach((gain, i) => expect(gain).toBeCloseTo([10, 20, 30][i], 9));
    expect(digit.mean).toBeCloseTo(20, 9);
    expect(digit.sd).toBeCloseTo(10, 9);
    expect([digit.negative, digit.verdict]).toEqual([0, "helped"]); // 20 > 2 * 10 / sqrt(3)
    expect(size.mean).toBeCloseTo((-10 - 20 + 10) / 3, 9);
    expect(size.negative).toBeCloseTo(2 / 3, 12);
    expect(size.verdict).toBe("unclear");
  });

  it("turned round, help is harm; gains do not depend on the order of seeds", () => {
    const [better, worse] = [
      [0.9, 0.91, 0.92],
      [0.8, 0.82, 0.81],
    ].map((digits) => digits.map((digit) => ({ digit, size: 1 })));
    expect(transfer(worse, better, tasks).digit.verdict).toBe("hurt");
    const there = transfer(better, worse, tasks).digit;
    const back = transfer([...better].reverse(), [...worse].reverse(), tasks).digit;
    expect(back.mean).toBeCloseTo(there.mean, 12);
    expect(back.sd).toBeCloseTo(there.sd, 12);
  });

  it("one seed says nothing about spread, equal scores nothing at all", () => {
    const one = transfer([{ digit: 0.9, size: 1 }], [{ digit: 0.5, size: 1 }], tasks);
    expect(one.digit.sd).toBeNaN();
    expect(one.digit.verdict).toBe("unclear");
    const same = [1, 2].map(() => ({ digit: 0.9, size: 1 }));
    expect(transfer(same, same, tasks).size).toMatchObject({ mean: 0, sd: 0, verdict: "unclear" });
  });

  it("refuses seeds that do not pair", () => {
    expect(() => transfer([{ digit: 1, size: 1 }], [], tasks)).toThrow(/one per seed.*1 and 0/);
    expect(() => transfer([{ digit: 1 } as never], [{ digit: 1, size: 1 }], tasks)).toThrow(/size/);
  });
});
