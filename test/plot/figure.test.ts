import { inspect } from "node:util";
import { afterEach, expect, test, vi } from "vitest";
import { DISPLAY, setNotebook, type MimeBundle } from "../../src/notebook";
import { Figure, PLOTLY_MIME } from "../../src/plot/figure";

const figure = new Figure([{ type: "scatter", y: [1, 2] }], { title: { text: "Two points" } });

afterEach(() => setNotebook(undefined));

test("a figure shows itself as plotly JSON and one line of text", () => {
  expect(figure[DISPLAY]()).toEqual({
    [PLOTLY_MIME]: {
      data: [{ type: "scatter", y: [1, 2] }],
      layout: { title: { text: "Two points" } },
    },
    "text/plain": 'Figure "Two points" (1 trace)',
  });
});

test("show draws in the notebook's running cell", () => {
  const shown: MimeBundle[] = [];
  setNotebook({ display: (bundle) => shown.push(bundle), signal: new AbortController().signal });
  figure.show();
  expect(shown).toEqual([figure[DISPLAY]()]);
});

test("without a notebook, show and console.log print one line", () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  figure.show();
  const printed = log.mock.calls.flat();
  log.mockRestore();
  expect(printed).toEqual(['Figure "Two points" (1 trace)']);
  expect(inspect({ nested: [new Figure([])] })).toBe("{ nested: [ Figure (0 traces) ] }");
});

test("JSON has plain arrays, no NaN, and six digits", () => {
  const data = {
    type: "bar",
    y: new Float32Array([0.1, NaN]),
    x: [1 / 3, 1234567890123],
    z: undefined,
  };
  expect(JSON.parse(JSON.stringify(new Figure([data]))).data).toEqual([
    { type: "bar", y: [0.1, null], x: [0.333333, 1234567890123] },
  ]);
});
