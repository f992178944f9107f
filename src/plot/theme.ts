// How every figure looks: one template, one palette, one colour per task through the whole collection.
import type { Layout } from "./figure";

/** Okabe and Ito's palette (2008), told apart by colour-blind readers too; its yellow and black come last. */
export const PALETTE = [
  "#0072B2", // blue
  "#E69F00", // orange
  "#009E73", // green
  "#D55E00", // vermilion
  "#CC79A7", // purple
  "#56B4E9", // sky blue
  "#444444", // black
  "#F0E442", // yellow
] as const;

/**
 * One colour per task, by the order in which the names are given; the palette repeats after eight.
 *
 * @example
 * taskColors(["digit", "parity"]); // { digit: "#0072B2", parity: "#E69F00" }
 */
export function taskColors<K extends string>(tasks: readonly K[]): Record<K, string> {
  return Object.fromEntries(tasks.map((task, i) => [task, colorAt(i)])) as Record<K, string>;
}

/** The i-th colour of the palette, which repeats. */
export function colorAt(i: number): string {
  return PALETTE[i % PALETTE.length]!;
}

/** A palette colour as `rgba(...)`, for bands and areas behind lines. */
export function faded(color: string, opacity: number): string {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  return `rgba(${r},${g},${b},${opacity})`;
}

const INK = "#262626";
const axis = {
  title: { standoff: 10 },
  automargin: true,
  gridcolor: "#E8E8E8",
  linecolor: "#9A9A9A",
  showline: true,
  ticks: "outside",
  tickcolor: "#9A9A9A",
  ticklen: 4,
  zeroline: false,
};

/** The plotly template of every figure. White paper, dark ink: it reads the same on a light and on a dark page. */
export const TEMPLATE = {
  layout: {
    font: { family: "Arial, Helvetica, 'Liberation Sans', sans-serif", size: 13, color: INK },
    title: { x: 0, xref: "paper", xanchor: "left", font: { size: 16 } },
    paper_bgcolor: "#FFFFFF",
    plot_bgcolor: "#FFFFFF",
    colorway: [...PALETTE],
    margin: { l: 64, r: 24, t: 52, b: 52 },
    xaxis: axis,
    yaxis: axis,
    hovermode: "closest",
    legend: { bgcolor: "rgba(255,255,255,0)", tracegroupgap: 4 },
  },
};

/** Height of a figure in pixels where it does not say; width is the page's. */
const HEIGHT = 380;

/** A layout on the common template: a title, and axes that must say what they measure, and in which unit. */
export function page(title: string, x: string, y: string, more: Layout = {}): Layout {
  const { xaxis, yaxis, ...rest } = more;
  return {
    template: TEMPLATE,
    height: HEIGHT,
    title: { text: title },
    xaxis: { title: { text: x }, ...(xaxis as object) },
    yaxis: { title: { text: y }, ...(yaxis as object) },
    ...rest,
  };
}

/** A logarithmic axis for these values: every power of ten, and 2 and 5 between them where there are few. */
export function logarithmic(values: readonly number[]): Layout {
  const finite = values.filter((v) => v > 0 && Number.isFinite(v)).map(Math.log10);
  const decades = Math.max(...finite) - Math.min(...finite);
  return { type: "log", tickformat: "~g", dtick: decades < 2.5 ? "D2" : 1 };
}
