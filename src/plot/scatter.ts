// Points in the plane, in groups.
import { Figure } from "./figure";
import { planeOf, type Axes } from "./lines";
import { colorAt } from "./theme";

/** Points that belong together: one colour, one entry in the legend. */
export interface Group {
  name: string;
  x: readonly number[];
  y: readonly number[];
  /** What each point says under the mouse. */
  text?: readonly string[];
  color?: string;
}

/**
 * Points in groups, each group in a colour and with a marker of its own.
 *
 * @example
 * plot.scatter([{ name: "spam", x: [3, 5], y: [1, 2] }, { name: "ham", x: [0, 1], y: [4, 3] }], {
 *   title: "E-mails", x: "exclamation marks", y: "links",
 * })
 */
export function scatter(groups: readonly Group[], axes: Axes): Figure {
  const traces = groups.map((group, i) => ({
    type: "scatter",
    mode: "markers",
    name: group.name,
    x: group.x,
    y: group.y,
    text: group.text,
    marker: {
      color: group.color ?? colorAt(i),
      symbol: MARKERS[i % MARKERS.length],
      size: 7,
      opacity: 0.8,
    },
  }));
  return new Figure(traces, planeOf(traces, axes));
}

const MARKERS = ["circle", "diamond", "square", "triangle-up", "x", "cross"];
