import { describe, expect, it } from "vitest";
import { compose, isBijective, isInjective, isSurjective, preimages } from "../src/mapping";

const domain = [0, 1, 2, 3];

describe("mappings between finite sets", () => {
  it("collects the pre-images of every image", () => {
    expect(preimages(domain, (x) => x % 2)).toEqual(new Map([[0, [0, 2]], [1, [1, 3]]])); // prettier-ignore
    expect(preimages([], (x) => x)).toEqual(new Map());
  });

  it("calls a mapping injective exactly when no image has two pre-images", () => {
    expect(isInjective(domain, (x) => 2 * x)).toBe(true);
    expect(isInjective(domain, (x) => (x - 1) ** 2)).toBe(false); // 0 and 2 meet
  });

  it("calls a mapping surjective exactly when every element of the codomain is reached", () => {
    expect(isSurjective(domain, [0, 1], (x) => x % 2)).toBe(true);
    expect(isSurjective(domain, [0, 1, 2], (x) => x % 2)).toBe(false);
  });

  it("calls a mapping bijective when it is both", () => {
    expect(isBijective(domain, domain, (x) => 3 - x)).toBe(true);
    expect(isBijective(domain, [0, 1], (x) => x % 2)).toBe(false); // not injective
    expect(isBijective(domain, [...domain, 4], (x) => x)).toBe(false); // not surjective
  });

  it("reads a one-shot iterable only once", () => {
    const once = new Set(domain).values();
    expect(isBijective(once, domain, (x) => x)).toBe(true);
  });

  it("composes mappings from left to right", () => {
    const f = compose<number>(
      (x) => x + 1,
      (x) => x * 10,
    );
    expect(f(1)).toBe(20);
    expect(compose<number>()(7)).toBe(7);
  });
});
