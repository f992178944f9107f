import { expect, test } from "vitest";
import { Figure } from "../../src/plot/figure";
import { sketch } from "../../src/plot/sketch";

const line = { type: "scatter", mode: "lines" };
const points = (svg: string) => [...svg.matchAll(/points="([^"]*)"/g)].map(([, points]) => points);
const words = (svg: string) => [...svg.matchAll(/>([^<\n]+)<\/text>/g)].map(([, text]) => text);

test("lines fill the box from the smallest to the largest value, with their names and colours", () => {
  const svg = sketch(
    new Figure(
      [
        { ...line, name: "a & b", x: [1, 2, 3], y: [4, 2, 0], line: { color: "#123456" } },
        { ...line, name: "c", x: [1, 3], y: [2, 2], line: { dash: "dash" } },
      ],
      { title: { text: "Two" } },
    ),
  );
  expect(points(svg)).toEqual(["64.0,52.0 282.0,190.0 500.0,328.0", "64.0,190.0 500.0,190.0"]);
  expect(words(svg)).toEqual(["Two", "4.00", "0.00", "1", "3", "a &amp; b", "c"]);
  expect(svg).toContain('stroke="#123456" stroke-width="2"/>');
  expect(svg).toContain('stroke-dasharray="6 4"/>');
});

test("a logarithmic axis is drawn in equal ratios, and labelled in values", () => {
  const figure = new Figure([{ ...line, y: [100, 10, 1] }], { yaxis: { type: "log" } });
  expect(points(sketch(figure))).toEqual(["64.0,52.0 282.0,190.0 500.0,328.0"]);
  expect(words(sketch(figure)).slice(0, 2)).toEqual(["100", "1.00"]);
});

test("what is not finite, and what is no line, is left out", () => {
  const marks = { type: "scatter", mode: "markers", x: [9], y: [9] };
  const figure = new Figure([{ ...line, y: [1, NaN, 3] }, marks]);
  expect(points(sketch(figure))).toEqual(["64.0,328.0 500.0,52.0"]);
  expect(sketch(new Figure([marks]))).not.toContain("NaN");
});
