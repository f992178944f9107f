import { expect, test } from "vitest";
import { gaussian, propagate } from "../../src/cotraining";
import { fromArrays } from "../../src/data/arrays";

// Two groups far apart with a label each, and rows between them: shares go from 1 down to some that are far below the last
// digit of a sum, and in the first step these are all that leads from a label to the last row.
const xs = [0, 0.1, 0.25, 2.4, 4.9, 7, 9.7, 9.9, 10, 20];
const labels = [0, NaN, NaN, NaN, NaN, NaN, NaN, NaN, 1, NaN];

/** Y <- D^-1 W Y with whole rows, scaled to sum to 1, given labels put back. */
function plainly(steps: number): number[][] {
  const weight = xs.map((a) => xs.map((b) => Math.exp(-((a - b) ** 2) / (2 * 0.6 ** 2))));
  const start = labels.map((label) => [Number(label === 0), Number(label === 1)]);
  let y = start;
  for (let step = 0; step < steps; step++) {
    y = weight.map((row, i) => {
      if (!Number.isNaN(labels[i])) return start[i];
      const next = [0, 1].map((c) => row.reduce((sum, w, j) => sum + w * y[j][c], 0));
      const sum = next[0] + next[1];
      return sum > 0 ? next.map((value) => value / sum) : next;
    });
  }
  return y;
}

test("on a dense graph, leaving out what no longer counts changes no answer", () => {
  const data = fromArrays({ x: xs.map((x) => [x]) }, { y: labels });
  const o = { view: "x", target: "y", classes: 2, graph: gaussian(0.6), steps: 50, tolerance: 0 };
  const found = propagate(data, o);
  data.dispose();
  // What is left is multiplied in single precision, 50 times.
  plainly(50).forEach((row, i) =>
    row.forEach((value, c) => expect(found[i][c]).toBeCloseTo(value, 5)),
  );
});
