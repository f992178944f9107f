import { describe, expect, it } from "vitest";
import { adwin } from "../../../src/cotraining/streams/adwin";
import { ddm } from "../../../src/cotraining/streams/ddm";
import { fading } from "../../../src/cotraining/streams/fading";
import { seeded } from "../../../src/data/random";

/** After how many values of `next` the detector sees drift, having seen `before`. */
function delay(detector: ReturnType<typeof adwin>, before: number[], next: number, most = 1000) {
  before.forEach((value) => detector.see(value));
  for (let i = 1; i <= most; i++) if (detector.see(next) === "drift") return i;
  return undefined;
}

describe("adwin", () => {
  it("100 zeros, then ones: 11 are enough, 10 are not", () => {
    // n = 110: 1/m = 0.11, var 0.0826, ln(2 ln 110 / 0.002) 8.455: sqrt(2 0.11 0.0826 8.455) + 2/3 0.11 8.455 = 0.392 + 0.620 > 1.
    // n = 111: 1/m = 0.1009, var 0.0893, 8.457: 0.390 + 0.569 = 0.959 < 1.
    const zeros = Array<number>(100).fill(0);
    expect(delay(adwin({ buckets: 1000, every: 1 }), zeros, 1)).toBe(11);
  });

  it("buckets cost little: the same change is seen a few values later, and the past is gone", () => {
    const detector = adwin({ every: 1 });
    const seen = delay(detector, Array<number>(100).fill(0), 1)!;
    expect(seen).toBeGreaterThanOrEqual(11);
    expect(seen).toBeLessThan(20);
    expect(detector.mean).toBeGreaterThan(0.8);
  });

  it("hears a fall as it hears a rise, and is silent where nothing changes", () => {
    expect(delay(adwin(), Array<number>(200).fill(1), 0)).toBeLessThan(30);
    const rng = seeded(1);
    const detector = adwin();
    const said = Array.from({ length: 5000 }, () => detector.see(rng() < 0.3 ? 1 : 0));
    expect(said.filter((word) => word === "drift")).toHaveLength(0);
    expect(detector.mean).toBeCloseTo(0.3, 1);
  });

  it("rises: forgets the past after a fall too, but says nothing of it", () => {
    const detector = adwin({ rises: true });
    expect(delay(detector, Array<number>(200).fill(1), 0)).toBe(undefined);
    expect(detector.mean).toBe(0);
    expect(delay(detector, [], 1)).toBeLessThan(30);
  });

  it("says what it cannot watch", () => {
    expect(() => adwin().see(2)).toThrow("Expected a value from 0 to 1. Found 2.");
    expect(() => adwin({ delta: 0 })).toThrow("delta above 0");
    expect(() => adwin({ buckets: 1 })).toThrow("buckets from 2 up");
  });
});

describe("ddm", () => {
  it("one error in ten of the first 100, then errors only: the 4th warns, the 7th is drift", () => {
    // At 100: p = 0.1, s = 0.03, so 0.16 warns and 0.19 is drift. p + s after 3: 13/103 + 0.0327 = 0.1589; after 4:
    // 14/104 + 0.0335 = 0.1681; after 6: 16/106 + 0.0348 = 0.1857; after 7: 17/107 + 0.0353 = 0.1942.
    const detector = ddm({ least: 100 });
    for (let i = 0; i < 100; i++) detector.see(i % 10 === 0 ? 1 : 0);
    const said = Array.from({ length: 7 }, () => detector.see(1));
    expect(said).toEqual(["none", "none", "none", "warning", "warning", "warning", "drift"]);
    expect(detector.mean).toBe(0);
  });

  it("is silent before 30 answers, and when errors become fewer", () => {
    const detector = ddm();
    const said = Array.from({ length: 29 }, () => detector.see(1));
    expect(new Set(said)).toEqual(new Set(["none"]));
    const better = Array.from({ length: 300 }, () => detector.see(0));
    expect(better).not.toContain("drift");
    expect(() => detector.see(0.5)).toThrow("Expected errors of 0 or 1. Found 0.5.");
  });
});

describe("a fading mean", () => {
  it("1, 0, 1 with factor 0.5 is (1 + 0 + 0.25) / (1 + 0.5 + 0.25)", () => {
    const mean = fading(0.5);
    expect(mean.value).toBe(null);
    [1, 0, 1].forEach((value) => mean.see(value));
    expect(mean.value).toBeCloseTo(1.25 / 1.75, 12);
    expect(() => fading(0)).toThrow("a factor above 0");
  });
});
