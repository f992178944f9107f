// Curves over a common axis, each with the spread of its runs.
import { expected } from "../errors";
import { Figure, type Layout, type Trace } from "./figure";
import { colorAt, faded, logarithmic, page } from "./theme";

/** One curve. `runs` holds one array per seed: the line is their mean, the band goes from the lowest to the highest. */
export interface Series {
  name: string;
  /** Default 1, 2, 3, ... */
  x?: readonly number[];
  y?: readonly number[];
  runs?: readonly (readonly number[])[];
  color?: string;
  dash?: "solid" | "dash" | "dot";
}

/** What the axes measure, units in parentheses: "epoch", "error (pixels)". */
export interface Axes {
  title: string;
  x: string;
  y: string;
  /** Logarithmic axes. Default neither. */
  log?: "x" | "y" | "xy";
}

/**
 * Curves over a common axis. A series has either `y`, or `runs` (one array per seed), drawn as mean and range.
 * Fails when a series has neither, or when its arrays differ in length.
 *
 * @example
 * plot.lines([{ name: "shared", x: [10, 30, 100], runs: [[0.7, 0.8, 0.9], [0.72, 0.83, 0.9]] }], {
 *   title: "Sharing helps with few labels", x: "labels", y: "accuracy", log: "x",
 * })
 */
export function lines(series: readonly Series[], axes: Axes): Figure {
  const traces = series.flatMap((one, i) => curve(one, one.color ?? colorAt(i)));
  return new Figure(traces, planeOf(traces, axes));
}

/** The layout of traces in a plane with these axes. */
export function planeOf(traces: readonly Trace[], { title, x, y, log }: Axes): Layout {
  const scale = (axis: "x" | "y") =>
    log?.includes(axis) ? logarithmic(traces.flatMap((trace) => trace[axis] as number[])) : {};
  return page(title, x, y, { xaxis: scale("x"), yaxis: scale("y") });
}

/** 1, 2, 3, ...: the epochs at whose ends the values stood. */
export function epochs(values: readonly unknown[]): number[] {
  return values.map((_, i) => i + 1);
}

function curve(series: Series, color: string): Trace[] {
  const runs = series.runs ?? (series.y ? [series.y] : []);
  const x = series.x ?? epochs(runs[0] ?? []);
  if (runs.length === 0 || runs.some((run) => run.length !== x.length)) {
    throw expected(
      `${x.length} numbers in each run of series "${series.name}", one for each x`,
      runs.length === 0 ? "none" : runs.map((run) => run.length).join(", "),
      "Give y, or runs (one array per seed), of the length of x.",
    );
  }
  const at = (i: number) => runs.map((run) => run[i]!);
  const mean = x.map((_, i) => at(i).reduce((sum, v) => sum + v, 0) / runs.length);
  const common = { type: "scatter", x, legendgroup: series.name };
  const line: Trace = {
    ...common,
    mode: x.length > 20 ? "lines" : "lines+markers",
    name: series.name,
    y: mean,
    line: { color, dash: series.dash ?? "solid" },
  };
  if (runs.length === 1) return [line];
  const edge = {
    ...common,
    mode: "lines",
    name: series.name,
    line: { width: 0, color },
    showlegend: false,
    hoverinfo: "skip",
  };
  const low = { ...edge, y: x.map((_, i) => Math.min(...at(i))) };
  const high = { ...edge, y: x.map((_, i) => Math.max(...at(i))) };
  return [low, { ...high, fill: "tonexty", fillcolor: faded(color, 0.2) }, line];
}
