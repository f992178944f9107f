import { describe, expect, it } from "vitest";
import "../../src/engine";
import { fromTable } from "../../src/data/table";
import { expectNoLeak } from "../toys";

const homes = {
  columns: ["rooms", "city", "area", "price", "sold"],
  values: [
    [3, "Oslo", 70, 1.5, true],
    [5, "Rome", 110, null, false],
    [2, "Oslo", 40, "", undefined],
  ] as unknown[][],
};
const x = ["rooms", "area"];

describe("fromTable", () => {
  it("makes inputs of several columns, and targets of one or several, in the order named", () => {
    const data = fromTable(homes, {
      inputs: { x: ["area", "rooms"] },
      targets: { price: "price", both: ["price", "sold"] },
    });
    expect(data.inputs.x.arraySync()).toEqual([
      [70, 3],
      [110, 5],
      [40, 2],
    ]);
    expect(data.targets.price.arraySync()).toEqual([1.5, NaN, NaN]);
    expect(data.targets.both.arraySync()).toEqual([
      [1.5, 1],
      [NaN, 0],
      [NaN, NaN],
    ]);
    data.dispose();
  });

  it("names column and row of a word, and the way out", () => {
    expect(() => fromTable(homes, { inputs: { x: ["rooms", "city"] }, targets: {} })).toThrow(
      'Expected a number in column "city". Found "Oslo" in row 0. Turn text into numbers first: ' +
        "Number(...) for digits, LabelEncoder or OneHotEncoder of danfojs for words.",
    );
    expect(() => fromTable(homes, { inputs: { x }, targets: { city: "city" } })).toThrow('"Oslo"');
  });

  it.each([[null], [undefined], [NaN], [""]])("does not let %s pass as an input", (value) => {
    const table = { columns: ["a"], values: [[1], [value]] };
    expect(() => fromTable(table, { inputs: { x: ["a"] }, targets: {} })).toThrow(
      /^Expected a number in column "a"\. Found .* in row 1\. Fill it in \(fillNa in danfojs\)/,
    );
  });

  it("refuses numbers that are not finite, targets included", () => {
    const table = { columns: ["a"], values: [[1], [Infinity]] };
    const spec = { inputs: { x: ["a"] }, targets: {} };
    expect(() => fromTable(table, spec)).toThrow(
      'Expected finite numbers in input "x". Found Infinity in row 1.',
    );
  });

  it("refuses a ragged table, with the row", () => {
    const ragged = { columns: ["a", "b"], values: [[1, 2], [3]] };
    expect(() => fromTable(ragged, { inputs: { x: ["a"] }, targets: {} })).toThrow(
      "Expected 2 cells in every row, one for each column. Found 1 in row 1. " +
        "Correct the row, or fill the cells that are missing with null.",
    );
  });

  it("refuses an empty table", () => {
    const empty = { columns: ["a"], values: [] };
    expect(() => fromTable(empty, { inputs: { x: ["a"] }, targets: {} })).toThrow(
      "Expected a table with at least one row. Found none.",
    );
  });

  it("says which columns there are when it is asked for another", () => {
    expect(() => fromTable(homes, { inputs: { x: ["room"] }, targets: {} })).toThrow(
      'Expected a column of the table. Found "room". ' +
        'The table has "rooms", "city", "area", "price", "sold".',
    );
    expect(() => fromTable(homes, { inputs: { x: [] }, targets: {} })).toThrow(
      'Expected columns for "x". Found an empty list.',
    );
  });

  it("leaks nothing, whether it succeeds or fails", async () => {
    await expectNoLeak(() => {
      fromTable(homes, { inputs: { x }, targets: { price: "price" } }).dispose();
      expect(() => fromTable(homes, { inputs: { x }, targets: { y: "city" } })).toThrow();
      const infinite = { columns: ["a"], values: [[Infinity]] };
      expect(() => fromTable(infinite, { inputs: { x: ["a"] }, targets: {} })).toThrow();
    });
  });
});
