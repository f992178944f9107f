import { expect, test } from "vitest";
import * as plot from "../../src/plot";

const axes = { title: "t", x: "gain (%)", y: "method" };

test("intervals draws the mean of each row with its interval, and the runs behind it", () => {
  const rows = [
    { name: "shared", mean: 2, half: 0.5, values: [1, 3] },
    { name: "soft", mean: -1, half: 4, color: "#D55E00" },
  ];
  const { data, layout } = plot.intervals(rows, axes);
  expect(data).toMatchObject([
    { x: [1, 3], y: ["shared", "shared"] },
    { x: [2], y: ["shared"], error_x: { array: [0.5] } },
    { x: [-1], y: ["soft"], error_x: { array: [4] }, marker: { color: "#D55E00" } },
  ]);
  expect(layout.yaxis).toMatchObject({ autorange: "reversed" }); // the first row on top
  expect(layout.shapes).toMatchObject([{ x0: 0, x1: 0 }]);
});

test("intervals refuses the interval of a single run", () => {
  const single = { name: "shared", mean: 2, half: NaN };
  expect(() => plot.intervals([single], axes)).toThrow(
    'Expected half the width of an interval, 0 or more, in row "shared". Found NaN.',
  );
});
