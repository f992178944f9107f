import { expect, test } from "vitest";
import * as plot from "../../src/plot";
import type { Layout } from "../../src/plot/figure";

const parity = (x: number) => (x % 2 === 0 ? "even" : "odd");
const axes = { title: "t", x: "x (m)", y: "y (s)" };

test("arrows draws a line from every input to its image and marks what is reached twice", () => {
  const { data } = plot.arrows([0, 1, 2], ["even", "odd", "neither"], parity, { title: "Parity" });
  expect(data.slice(0, 3).map((t) => t.name)).toEqual(["0 → even", "1 → odd", "2 → even"]);
  expect(data[0]!.y).toEqual([1 - 0.5 / 3, 1 - 0.5 / 3]);
  const outputs = data.at(-1)!.marker as { color: string[] };
  expect(outputs.color).toEqual(["#E69F00", "#0072B2", "#FFFFFF"]); // twice, once, never
});

test("arrows names an image outside the codomain", () => {
  expect(() => plot.arrows([0, 1], ["even"], parity, { title: "Parity" })).toThrow(
    "Expected every image in the codomain. Found 1 -> odd. Add it to the codomain.",
  );
});

test("bars has one bar per label and series, and refuses a series of another length", () => {
  const { data } = plot.bars(["a", "b"], [{ name: "one", values: [1, 2] }], axes);
  expect(data).toMatchObject([{ type: "bar", x: ["a", "b"], y: [1, 2] }]);
  expect(() => plot.bars(["a", "b"], [{ name: "one", values: [1] }], axes)).toThrow(
    'Expected 2 values in series "one", one per label. Found 1.',
  );
});

test("landscape samples the loss over the rectangle and is lowest at the minimum", () => {
  const bowl = (x: number, y: number) => (x - 1) ** 2 + y ** 2;
  const figure = plot.landscape(bowl, { x: [-1, 3], y: [-2, 2], steps: 5 }, [{ name: "minimum", x: [1], y: [0] }], axes); // prettier-ignore
  const [ground, minimum] = figure.data;
  expect(ground).toMatchObject({ x: [-1, 0, 1, 2, 3], y: [-2, -1, 0, 1, 2] });
  const z = ground!.z as number[][];
  expect(Math.min(...z.flat())).toBe(z[2]![2]);
  expect(minimum).toMatchObject({ mode: "markers", x: [1], y: [0] });
});

test("landscape draws a step as an arrow whose head is at its second point", () => {
  const step = { name: "step", x: [0, 1], y: [0, 0], mode: "arrow" as const };
  const area = { x: [0, 1] as [number, number], y: [0, 1] as [number, number], steps: 2 };
  const { data } = plot.landscape((x) => x * x, area, [step, step], axes);
  const marker = { symbol: "arrow", size: [0, 15], angleref: "previous" };
  expect(data[1]).toMatchObject({ mode: "lines+markers", marker, showlegend: true });
  expect(data[2]!.showlegend).toBe(false); // the same name: once in the legend
});

test("landscape draws a loss below zero without a logarithm", () => {
  const figure = plot.landscape((x, y) => x - y, { x: [0, 1], y: [0, 1], steps: 2 }, [], axes);
  expect(figure.data[0]!.z).toEqual([[0, 1], [-1, 0]]); // prettier-ignore
});

test("row gives every figure its own axes and every name one entry in the legend", () => {
  const one = () => plot.lines([{ name: "loss", y: [2, 1] }], axes);
  const figure = plot.row([one(), one()], { title: "Twice" });
  expect(figure.data.map((t) => [t.xaxis, t.yaxis, t.showlegend])).toEqual([["x", "y", true], ["x2", "y2", false]]); // prettier-ignore
  const layout = figure.layout as Layout &
    Record<string, { domain: [number, number]; title: { text: string } }>;
  expect(layout.xaxis!.domain[1]).toBeLessThan(layout.xaxis2!.domain[0]);
  expect(layout.yaxis2!.title.text).toBe("y (s)");
  expect((figure.layout.annotations as { text: string }[]).map((a) => a.text)).toEqual(["t", "t"]);
});

test("row keeps the legend of a curve with a band, once", () => {
  const one = () => plot.lines([{ name: "loss", runs: [[2, 1], [3, 1]] }], axes); // prettier-ignore
  const { data } = plot.row([one(), one()], { title: "Twice" });
  expect(data.map((t) => t.showlegend)).toEqual([false, false, true, false, false, false]);
});

test("row refuses figures that bring several axes, and no figures", () => {
  const wide = plot.scores([{ name: "run", scores: { a: 1, b: 2 } }]);
  expect(() => plot.row([wide], { title: "No" })).toThrow("Expected figures with one pair of axes each. Found another kind at position 0."); // prettier-ignore
  expect(() => plot.row([], { title: "No" })).toThrow("Found no figures.");
});
