import { describe, expect, it } from "vitest";
import { byChance } from "../../src/cotraining/chance";

describe("byChance, by hand", () => {
  it("is 0.1 + 0.6 / sqrt(n)", () => {
    expect(byChance(9)).toBeCloseTo(0.3, 12);
    expect(byChance(36)).toBeCloseTo(0.2, 12);
    expect(byChance(3600)).toBeCloseTo(0.11, 12);
  });
  it("excuses two labels of six, not three", () => {
    expect(byChance(6)).toBeGreaterThan(2 / 6);
    expect(byChance(6)).toBeLessThan(3 / 6);
  });
});
