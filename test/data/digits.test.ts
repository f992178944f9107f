import { describe, expect, it } from "vitest";
import "../../src/engine";
import { digits } from "../../src/data/digits";
import { expectNoLeak } from "../toys";

describe("digits", () => {
  it("has 1797 images, as many of each digit as scikit-learn's load_digits", () => {
    const data = digits();
    const counts = Array<number>(10).fill(0);
    data.targets.digit.dataSync().forEach((digit) => counts[digit]++);
    expect(data.size).toBe(1797);
    expect(data.inputs.image.shape).toEqual([1797, 8, 8, 1]);
    expect(data.inputs.x.shape).toEqual([1797, 64]);
    expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    data.dispose();
  });

  it("begins with the zero that scikit-learn's documentation prints", () => {
    const data = digits();
    const first = Array.from(data.inputs.x.dataSync().slice(0, 16), (value) => value * 16);
    expect(first).toEqual([0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0]);
    expect(data.targets.digit.dataSync()[0]).toBe(0);
    data.dispose();
  });

  it("calls odd digits 1 and gives size in standard deviations of ink", () => {
    const data = digits();
    const [digit, parity] = [data.targets.digit.dataSync(), data.targets.parity.dataSync()];
    expect(Array.from(parity)).toEqual(Array.from(digit, (value) => value % 2));
    const size = Array.from(data.targets.size.dataSync());
    const mean = size.reduce((a, b) => a + b, 0) / size.length;
    expect(mean).toBeCloseTo(0, 5);
    expect(size.reduce((sum, value) => sum + value ** 2, 0) / size.length).toBeCloseTo(1, 4);
    // Over the set, ink is 19.5367 +- 2.1533 pixels (worked out in Python); the first image has 294 / 16.
    expect(size[0]).toBeCloseTo((294 / 16 - 19.536658) / 2.1532955, 4);
    data.dispose();
  });

  it("leaks nothing", async () => {
    await expectNoLeak(() => digits().dispose());
  });
});
