import { expect, test } from "vitest";
import * as plot from "../../src/plot";
import type { Layout } from "../../src/plot/figure";
import { PALETTE } from "../../src/plot/theme";
import { figures, history } from "./samples";

const axis = (layout: Layout, name: string) => layout[name] as { title: { text: string } };
const color = (trace: { [option: string]: unknown }) => (trace.line as { color: string }).color;

test("a task has the same colour in every figure, by the order of the tasks", () => {
  expect(plot.taskColors(["digit", "parity"])).toEqual({ digit: PALETTE[0], parity: PALETTE[1] });
  expect(figures.losses.data.slice(0, 2).map(color)).toEqual([PALETTE[0], PALETTE[0]]);
  expect(figures.weights.data.map(color)).toEqual([PALETTE[0], PALETTE[1]]);
  expect(Object.values(plot.taskColors([..."abcdefghi"])).at(-1)).toBe(PALETTE[0]);
});

test("losses draws training, validation and the kept epoch of every task", () => {
  const digit = figures.losses.data.slice(0, 3);
  expect(digit.map((t) => t.name)).toEqual(["digit", "digit, validation", "digit, kept weights"]);
  expect(digit[0]).toMatchObject({ x: [1, 2, 3, 4], y: history.loss.digit });
  expect(digit[2]).toMatchObject({ x: [3], y: [0.8] });
  expect(figures.losses.layout.yaxis).toMatchObject({ type: "log" });
});

test("losses without validation, or with a negative loss, needs neither", () => {
  const plain = { ...history, validation: { digit: [], parity: [] } };
  const negative = { ...plain, loss: { ...plain.loss, parity: [0.1, -0.2] } };
  const figure = plot.losses(negative);
  expect(figure.data.map((t) => t.name)).toEqual(["digit", "parity"]);
  expect(figure.layout.yaxis).not.toHaveProperty("type");
});

test("scores has a panel per task, the mean per name, and each run as a dot", () => {
  const [bars, dots] = figures.scores.data;
  expect(bars).toMatchObject({ y: ["separate", "shared"], marker: { color: PALETTE[0] } });
  expect((bars!.x as number[])[1]).toBeCloseTo(0.93, 10);
  expect(dots).toMatchObject({ x: [0.9, 0.92, 0.94] });
  expect(axis(figures.scores.layout, "xaxis2").title.text).toBe("parity<br>AUC (↑ better)");
});

test("scores of one run each draw no dots", () => {
  expect(plot.scores([{ name: "a", scores: { digit: 1 } }]).data).toHaveLength(1);
  expect(() => plot.scores([])).toThrow("Expected at least one run. Found none.");
});

test("scores write the number after a bar that is too short for it", () => {
  const runs = [1, 0.05].map((digit, i) => ({ name: `run ${i}`, scores: { digit: digit } }));
  const [bars, after] = plot.scores([...runs, { ...runs[1]!, name: "run 2" }]).data;
  expect(bars!.texttemplate).toEqual(["%{x:.3~g}", "", ""]);
  expect(after).toMatchObject({ mode: "text", y: ["run 1", "run 2"], text: ["0.05", "0.05"] });
  const spread = [...runs, { name: "run 1", scores: { digit: 0.07 } }];
  expect(plot.scores(spread).data[2]).toMatchObject({ x: [0.07], text: ["0.06"] });
  expect(plot.scores(runs.slice(0, 1)).data).toHaveLength(1);
});

test("lines draws the mean of the runs and their range", () => {
  const [low, high, mean] = figures.lines.data;
  expect(low!.y).toEqual([0.5, 0.8]);
  expect(high!.y).toEqual([0.7, 0.9]);
  expect((mean!.y as number[]).map((v) => +v.toFixed(6))).toEqual([0.6, 0.85]);
});

test("lines refuses a series whose runs differ in length", () => {
  const series = [{ name: "a", x: [1, 2], runs: [[1, 2], [1]] }];
  expect(() => plot.lines(series, { title: "", x: "", y: "" })).toThrow(
    'Expected 2 numbers in each run of series "a", one for each x. Found 2, 1. Give y',
  );
});

test("matrix meets at white in the middle where numbers have both signs", () => {
  expect(figures.matrix.data[0]).toMatchObject({ zmin: -1, zmax: 1 });
  const options = { title: "", x: "", y: "", value: "" };
  expect(plot.matrix([[0, 4]], ["a"], { ...options, columns: ["b", "c"] }).data[0]).toMatchObject({
    zmin: 0,
    zmax: 4,
  });
  expect(() => plot.matrix([[1]], ["a", "b"], options)).toThrow("2 rows and 2 columns");
});

test("images share one grey scale", () => {
  expect(figures.images.data.map((t) => [t.zmin, t.zmax])).toEqual([
    [0, 1],
    [0, 1],
  ]);
});

test("every figure with axes says what they measure", () => {
  for (const [name, { layout }] of Object.entries(figures)) {
    if (name === "images") continue;
    for (const key of Object.keys(layout).filter((k) => /^[xy]axis/.test(k))) {
      expect(axis(layout, key).title.text, `${name}.${key}`).not.toBe("");
    }
  }
});
