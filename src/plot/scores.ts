// The score of every task in every run, a panel per task, spread over seeds.
import { expected } from "../errors";
import type { Tasks } from "../tasks/task";
import type { Scores } from "../training/history";
import { Figure, type Layout, type Trace } from "./figure";
import { taskColors, TEMPLATE } from "./theme";

/** A run by name, and what it scored. Runs of the same name are seeds of the same thing. */
export interface Run<K extends string = string> {
  name: string;
  scores: Scores<K>;
}

/**
 * A panel per task, a bar per name. The bar is the mean over the runs of that name, each run a dot, so that a difference
 * can be held against the spread between seeds. With `tasks`, panels say what their scores are and which way is better.
 *
 * @example
 * plot.scores([
 *   { name: "separate", scores: evaluate(a, test) },
 *   { name: "shared", scores: evaluate(b, test) },
 * ], { tasks: a.tasks })
 */
export function scores<K extends string>(
  runs: readonly Run<K>[],
  { title = "Score of each task", tasks }: { title?: string; tasks?: Tasks } = {},
): Figure {
  if (runs.length === 0) {
    throw expected("at least one run", "none", "Give runs as { name, scores: evaluate(...) }.");
  }
  const panels = Object.keys(runs[0]!.scores) as K[];
  const names = [...new Set(runs.map((run) => run.name))];
  const colors = taskColors(panels);
  const layout: Layout = {
    template: TEMPLATE,
    height: 160 + 34 * names.length,
    title: { text: title },
    showlegend: false,
    bargap: 0.35,
    yaxis: { autorange: "reversed", ticks: "", title: { text: "run" }, type: "category" },
  };
  const traces = panels.flatMap((task, i): Trace[] => {
    const xaxis = i === 0 ? "x" : `x${i + 1}`;
    layout[xaxis.replace("x", "xaxis")] = {
      title: { text: describe(task, tasks) },
      domain: domain(i, panels.length),
      rangemode: "tozero",
      nticks: 5,
    };
    const of = (name: string) => runs.filter((r) => r.name === name).map((r) => r.scores[task]);
    const means = names.map((name) => mean(of(name)));
    const short = tooShort(names.map(of), panels.length);
    const bars = {
      type: "bar",
      orientation: "h",
      xaxis,
      name: task,
      y: names,
      x: means,
      texttemplate: short.includes(true) ? short.map((is) => (is ? "" : NUMBER)) : NUMBER,
      textposition: "inside",
      insidetextanchor: "start",
      textangle: 0,
      marker: { color: colors[task] },
      hovertemplate: "%{y}: %{x:.4~g}<extra></extra>",
    };
    const outside = names.filter((_, n) => short[n]);
    const after: Trace = {
      type: "scatter",
      mode: "text",
      xaxis,
      name: `${task}, beside the bar`,
      y: outside,
      x: outside.map((name) => Math.max(...of(name))), // clear of the marks of its runs
      text: outside.map((name) => String(+mean(of(name)).toPrecision(3))),
      texttemplate: "\u2002%{text}",
      textposition: "middle right",
      cliponaxis: false,
      hoverinfo: "skip",
    };
    const numbers = outside.length > 0 ? [after] : [];
    if (names.length === runs.length) return [bars, ...numbers];
    const dots = {
      type: "scatter",
      mode: "markers",
      xaxis,
      name: `${task}, each run`,
      y: runs.map((run) => run.name),
      x: runs.map((run) => run.scores[task]),
      marker: { color: "#262626", size: 6, symbol: "line-ns-open", line: { width: 1.5 } },
      hovertemplate: "%{y}: %{x:.4~g}<extra></extra>",
    };
    return [bars, dots, ...numbers];
  });
  return new Figure(traces, layout);
}

/** A mean in a bar. */
const NUMBER = "%{x:.3~g}";

/** Bars that end, or have marks, where their number would stand: in about 40 of the 500 pixels that the panels share. */
function tooShort(bars: readonly (readonly number[])[], panels: number): boolean[] {
  const longest = Math.max(...bars.map((values) => Math.abs(mean(values))));
  const room = 0.08 * panels * longest;
  return bars.map((values) => values.some((value) => Math.abs(value) < room));
}

function describe(task: string, tasks?: Tasks): string {
  const metric = tasks?.[task]?.metric;
  if (!metric) return `${task}<br>score`;
  return `${task}<br>${metric.name} (${metric.higherIsBetter ? "↑" : "↓"} better)`;
}

function domain(i: number, panels: number): [number, number] {
  const gap = 0.06;
  const width = (1 - gap * (panels - 1)) / panels;
  return [i * (width + gap), i * (width + gap) + width];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
