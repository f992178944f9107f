import { expect, it } from "vitest";
import { spreadOf } from "../../src/data/spread";

it("gives the mean, the deviation with n - 1, and the error of the mean", () => {
  const { mean, sd, error } = spreadOf([2, 4, 9]);
  expect(mean).toBe(5);
  expect(sd).toBeCloseTo(Math.sqrt((9 + 1 + 16) / 2), 12);
  expect(error).toBeCloseTo(sd / Math.sqrt(3), 12);
});

it("knows no deviation of a single value, and nothing of none", () => {
  expect(spreadOf([3])).toEqual({ mean: 3, sd: NaN, error: NaN });
  expect(spreadOf([]).mean).toBeNaN();
});
