import type { DataFrame } from "danfojs-node";
import { beforeAll, describe, expect, it } from "vitest";
import "../../src/engine";
import { fromTable } from "../../src/data/table";
import { expectNoLeak } from "../toys";

describe("a danfojs DataFrame", () => {
  let danfo: typeof import("danfojs-node");
  beforeAll(async () => {
    danfo = await import("danfojs-node");
  });

  const frame = () =>
    new danfo.DataFrame({
      rooms: [3, 5, 2],
      city: ["Oslo", "Rome", "Oslo"],
      price: [1.5, null, 2.5],
    });

  it("goes through fromTable, a null among the targets as a missing label", async () => {
    await expectNoLeak(() => {
      const data = fromTable(frame(), { inputs: { x: ["rooms"] }, targets: { price: "price" } });
      expect(data.inputs.x.arraySync()).toEqual([[3], [5], [2]]);
      expect(data.targets.price.arraySync()).toEqual([1.5, NaN, 2.5]);
      data.dispose();
    });
  });

  it("goes through once its words are encoded, as the error says", () => {
    const words = { inputs: { x: ["rooms"] }, targets: { city: "city" } };
    expect(() => fromTable(frame(), words)).toThrow('"Oslo" in row 0. Turn text into numbers');
    const encoder = new danfo.LabelEncoder();
    const codes = encoder.fitTransform(frame().city.values) as number[];
    const encoded = frame().addColumn("code", codes) as DataFrame;
    const data = fromTable(encoded, { inputs: { x: ["rooms"] }, targets: { city: "code" } });
    expect(data.targets.city.arraySync()).toEqual([0, 1, 0]);
    data.dispose();
  });
});
