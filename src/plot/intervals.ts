// Means with their intervals, one row per method: who is clear of zero, and by how much.
import { expected } from "../errors";
import { Figure, type Trace } from "./figure";
import type { Axes } from "./lines";
import { page, PALETTE } from "./theme";

/** One row: a mean, half the width of its interval, and the runs it was made from, if they are to be seen. */
export interface Interval {
  name: string;
  mean: number;
  half: number;
  values?: readonly number[];
  color?: string;
}

/**
 * A mean and its interval per row, the first row on top, each run a small mark; a dotted line stands at zero. What a row
 * is stands in its name; `x` says what is measured. Fails on an interval that is negative or no number.
 *
 * @example
 * plot.intervals([{ name: "shared", mean: 3.2, half: 1.1, values: [2.9, 3.1, 3.6] }], {
 *   title: "Gain over separate networks", x: "gain (%)", y: "method",
 * })
 */
export function intervals(rows: readonly Interval[], axes: Omit<Axes, "log">): Figure {
  const odd = rows.find(({ half }) => !(half >= 0));
  if (odd) {
    throw expected(
      `half the width of an interval, 0 or more, in row "${odd.name}"`,
      String(odd.half),
      "An interval needs two runs or more.",
    );
  }
  const traces = rows.flatMap(({ name, mean, half, values = [], color = PALETTE[0] }): Trace[] => {
    const common = { type: "scatter", mode: "markers", showlegend: false };
    const runs = {
      ...common,
      name: `${name}, each run`,
      x: values,
      y: values.map(() => name),
      marker: { color, size: 9, opacity: 0.5, symbol: "line-ns-open", line: { width: 1.5 } },
      hovertemplate: "%{y}: %{x:.4~g}<extra></extra>",
    };
    const whole = {
      ...common,
      name,
      x: [mean],
      y: [name],
      error_x: { type: "data", array: [half], thickness: 2, color },
      marker: { color, size: 10 },
      hovertemplate: `%{y}: %{x:.4~g} ± ${half.toPrecision(3)}<extra></extra>`,
    };
    return values.length === 0 ? [whole] : [runs, whole];
  });
  const layout = page(axes.title, axes.x, axes.y, {
    height: 150 + 28 * rows.length,
    yaxis: { type: "category", autorange: "reversed" },
    shapes: [{ type: "line", xref: "x", yref: "paper", x0: 0, x1: 0, y0: 0, y1: 1, line: ZERO }],
  });
  return new Figure(traces, layout);
}

const ZERO = { color: "#9A9A9A", dash: "dot", width: 1.5 };
