import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ready } from "../../src/engine";
import { fromArrays } from "../../src/data/arrays";
import type { Dataset } from "../../src/data/dataset";
import { seeded } from "../../src/data/random";
import { DISPLAY } from "../../src/notebook";

beforeAll(() => ready());

// Row i holds i, so that a row can be recognised wherever it goes.
function numbered(size = 10): Dataset {
  const rows = Array.from({ length: size }, (_, i) => i);
  return fromArrays({ x: rows.map((i) => [i, -i]) }, { y: rows.map((i) => i % 3) });
}

const firsts = (data: Dataset) =>
  Array.from(data.inputs.x.dataSync()).filter((_, i) => i % 2 === 0);
const labels = (data: Dataset) => Array.from(data.targets.y.dataSync());

describe("Dataset", () => {
  let before: number;
  let data: Dataset;
  let made: Dataset[];

  beforeEach(() => {
    before = tf.memory().numTensors;
    data = numbered();
    made = [data];
  });

  // Every test ends here: what was made and nothing else is left, and disposing it frees all.
  afterEach(() => {
    made.forEach((each) => each.dispose());
    expect(tf.memory().numTensors).toBe(before);
  });

  const keep = <T extends Dataset>(...parts: T[]) => (made.push(...parts), parts);

  it("splits into two parts that share no row and together have all", () => {
    const [first, second] = keep(...data.split(0.7, seeded(1)));
    expect([first.size, second.size]).toEqual([7, 3]);
    const all = [...firsts(first), ...firsts(second)];
    expect(all).not.toEqual(firsts(data));
    expect(all.sort((a, b) => a - b)).toEqual(firsts(data));
  });

  it("splits alike for the same seed", () => {
    const [a, b, c, d] = keep(...data.split(0.5, seeded(4)), ...data.split(0.5, seeded(4)));
    expect(firsts(a)).toEqual(firsts(c));
    expect(firsts(b)).toEqual(firsts(d));
  });

  it("takes rows in the order asked for, inputs and targets alike", () => {
    const [part] = keep(data.rows([7, 0, 7]));
    expect(firsts(part)).toEqual([7, 0, 7]);
    expect(labels(part)).toEqual([1, 0, 1]);
  });

  it("gives batches that cover every row once, the last one smaller", () => {
    const batches = keep(...data.batches(4));
    expect(batches.map((batch) => batch.size)).toEqual([4, 4, 2]);
    expect(batches.flatMap(firsts)).toEqual(firsts(data));
  });

  it("shuffles batches with an rng and keeps rows whole", () => {
    const batches = keep(...data.batches(3, seeded(2)));
    const order = batches.flatMap(firsts);
    expect(order).not.toEqual(firsts(data));
    expect(batches.flatMap(labels)).toEqual(order.map((row) => row % 3));
    expect(order.sort((a, b) => a - b)).toEqual(firsts(data));
  });

  it("leaves nothing behind when a loop over batches is left early", () => {
    for (const batch of data.batches(3, seeded(2))) {
      batch.dispose();
      break;
    }
  });

  it("selects inputs and targets by name; disposing the selection leaves the original whole", () => {
    const part = data.select(["x"], []);
    expect(Object.keys(part.targets)).toEqual([]);
    part.dispose();
    expect(firsts(data)).toHaveLength(10);
  });

  it("joins two data sets row after row", () => {
    const [head, tail] = keep(data.rows([0, 1]), data.rows([5]));
    const [joined] = keep(head.concat(tail));
    expect(firsts(joined)).toEqual([0, 1, 5]);
    expect(labels(joined)).toEqual([0, 1, 2]);
  });

  it("joins and selects only what is there", () => {
    const [part] = keep(data.select(["x"], []));
    expect(() => data.concat(part)).toThrow(
      "Expected a data set with inputs x [2] and targets y []. " +
        "Found inputs x [2] and targets none. Leave out what only one has: select().",
    );
    expect(() => data.select([], ["y"])).toThrow('Found none. Choose from "x".');
    expect(() => data.select(["x", "z"], [])).toThrow('Found "z". The data set has "x".');
  });

  it("shows itself in a notebook as text and as an escaped table", () => {
    const [odd] = keep(fromArrays({ "<x>": [[1], [2]] }, { y: [0, null] }));
    const bundle = odd[DISPLAY]();
    expect(bundle["text/plain"]).toBe(
      "Dataset of 2 examples\n  input  <x> [1]: 1 to 2\n  target y []: 1 class, 1 labelled",
    );
    expect(bundle["text/html"]).toContain('<td style="text-align:left">&lt;x&gt;</td>');
  });

  it("says what is wrong with a fraction, a row, a batch size, a name", () => {
    expect(() => data.split(1, seeded(1))).toThrow(
      "Expected a fraction that leaves rows on both sides of a split of 10 rows. Found 1. " +
        "Choose a fraction between 0 and 1, such as 0.8.",
    );
    expect(() => data.rows([3, 10])).toThrow("Expected row numbers from 0 to 9. Found 10.");
    expect(() => data.rows([])).toThrow("Found no rows. Choose at least one row");
    expect(() => [...data.batches(0)]).toThrow("Expected a batch size of at least 1. Found 0.");
    expect(() => data.labelled("z")).toThrow(
      'Expected the name of a target of the data set. Found "z". The data set has "y".',
    );
  });
});
