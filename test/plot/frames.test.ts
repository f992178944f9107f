import { expect, test } from "vitest";
import * as plot from "../../src/plot";
import { Figure } from "../../src/plot/figure";
import { toSVG } from "../../src/plot/svg";

const axes = { title: "t", x: "x", y: "y" };
const curve = (y: number[]) => plot.lines([{ name: "loss", y }], axes);
const options = { title: "Learning", moment: "epoch", names: [1, 2, 5] };
const moving = () => plot.frames([curve([9, 4]), curve([4, 1]), curve([1, 0])], options);

test("frames shows the last moment first and has one step on the slider for each", () => {
  const { data, frames, layout } = moving().toJSON();
  expect(data[0]!.y).toEqual([1, 0]);
  expect(frames!.map(({ name, data }) => [name, data[0]!.y])).toEqual([
    ["1", [9, 4]],
    ["2", [4, 1]],
    ["5", [1, 0]],
  ]);
  expect(layout.sliders).toMatchObject([{ active: 2, steps: [{ label: "1" }, { label: "2" }, { label: "5" }] }]); // prettier-ignore
});

test("buttons and the moment's label stand in one row, at opposite ends of the slider below", () => {
  const { sliders, updatemenus } = moving().layout as Record<string, Record<string, unknown>[]>;
  const [slider, buttons] = [sliders[0]!, updatemenus[0]!];
  expect(slider).toMatchObject({ x: 0, len: 1, currentvalue: { xanchor: "right" } });
  expect(buttons).toMatchObject({ x: 0, xanchor: "left", direction: "right", yanchor: "top" });
  expect(buttons.y).toBe(slider.y);
  expect((buttons.pad as { t: number }).t).toBeLessThan((slider.pad as { t: number }).t);
});

test("a trace that stays is not repeated", () => {
  const both = (y: number[]) =>
    plot.lines([{ name: "goal", y: [0, 0] }, { name: "loss", y }], axes); // prettier-ignore
  const { data, frames } = plot.frames([both([2, 1]), both([1, 0])], { ...options, names: [1, 2] });
  expect(data).toHaveLength(2);
  expect(frames.map(({ traces, data }) => [traces, data.map((t) => t.name)])).toEqual([
    [[1], ["loss"]],
    [[1], ["loss"]],
  ]);
});

test("the axes cover all moments and stay", () => {
  const { yaxis } = moving().layout as { yaxis: { range: number[]; title: { text: string } } };
  expect(yaxis.range[0]).toBeCloseTo(-0.45);
  expect(yaxis.range[1]).toBeCloseTo(9.45);
  expect(yaxis.title.text).toBe("y");
});

test("a logarithmic axis and one of names are left to plotly", () => {
  const logs = (y: number[]) => plot.lines([{ name: "l", y }], { ...axes, log: "y" });
  const { yaxis } = plot.frames([logs([1, 10]), logs([2, 20])], { ...options, names: [1, 2] })
    .layout as { yaxis: Record<string, unknown> };
  expect(yaxis.range).toBeUndefined();
  const bars = (values: number[]) => plot.bars(["a", "b"], [{ name: "one", values }], axes);
  const { xaxis } = plot.frames([bars([1, 2]), bars([2, 3])], { ...options, names: [1, 2] })
    .layout as { xaxis: Record<string, unknown> };
  expect(xaxis.range).toBeUndefined();
});

test("the stored picture has the moment in its title and no buttons", async () => {
  const svg = await toSVG(moving());
  expect(svg).toContain(">Learning · epoch 5</text>");
  expect(svg).not.toContain("▶");
  expect(await toSVG(JSON.parse(JSON.stringify(moving())))).toBe(svg);
});

test("a figure without moments has no frames in its JSON", () => {
  expect(curve([1, 2]).toJSON()).not.toHaveProperty("frames");
});

test("wrong moments are refused", () => {
  expect(() => plot.frames([curve([1])], { ...options, names: [1] })).toThrow(
    "Expected at least two figures. Found 1. Give one figure for every moment.",
  );
  expect(() => plot.frames([curve([1]), curve([2])], options)).toThrow(
    "Expected 2 different names, one per figure. Found [1, 2, 5]. Name every moment.",
  );
  expect(() => plot.frames([curve([1]), new Figure([])], { ...options, names: [1, 2] })).toThrow(
    "Expected the same traces in every figure (scatter). Found none at position 1.",
  );
  expect(() =>
    plot.frames([curve([1]), curve([2])], { ...options, names: [1, 2], still: 2 }),
  ).toThrow("Expected a still from 0 to 1. Found 2. Leave it out for the last moment.");
});
