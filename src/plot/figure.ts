// A figure is data: plotly traces and a layout. It shows itself in a notebook, and is text and JSON elsewhere.
import { DISPLAY, notebook, type MimeBundle } from "../notebook";
import { sketch } from "./sketch";

/** A plotly trace: its type and any of plotly's options (https://plotly.com/javascript/reference/). */
export interface Trace {
  type: string;
  name?: string;
  x?: unknown;
  y?: unknown;
  z?: unknown;
  [option: string]: unknown;
}

/** A plotly layout: title, axes, size, and any of plotly's options. */
export interface Layout {
  title?: { text: string; [option: string]: unknown };
  width?: number;
  height?: number;
  [option: string]: unknown;
}

/** One moment of an animation: what the traces that change (by their places in the figure's data) show then. */
export interface Frame {
  name: string;
  data: Trace[];
  traces: number[];
}

/** What plotly.js draws. */
export interface PlotlyJSON {
  data: Trace[];
  layout: Layout;
  frames?: Frame[];
}

export const PLOTLY_MIME = "application/vnd.plotly.v1+json";

/**
 * A plotly figure. As the last line of a cell it draws itself, interactive; in the middle of a cell, call `show()`.
 * Outside a notebook it prints one line. `toJSON()` gives what plotly.js draws, anywhere: typed arrays become plain ones,
 * NaN and infinities become null (plotly draws a gap), and numbers keep six digits, more than a picture can show.
 *
 * @example
 * new Figure([{ type: "scatter", x: [0, 1, 2], y: [1, 4, 9] }], { title: { text: "Squares" } }).show();
 */
export class Figure {
  constructor(
    readonly data: Trace[],
    readonly layout: Layout = {},
    readonly frames: Frame[] = [],
  ) {}

  /** Draws the figure in the running cell; without a notebook, prints its one line. */
  show(): void {
    const here = notebook();
    if (here) here.display(this[DISPLAY]());
    else console.log(this.toString());
  }

  toJSON(): PlotlyJSON {
    const { data, layout, frames } = this;
    return plain({ data, layout, frames: frames.length ? frames : undefined }) as PlotlyJSON;
  }

  toString(): string {
    const title = this.layout.title?.text;
    const traces = this.data.length === 1 ? "1 trace" : `${this.data.length} traces`;
    return title ? `Figure "${title}" (${traces})` : `Figure (${traces})`;
  }

  /** A quick drawing of its lines alone, to be shown while they grow: JupyterLab does not redraw a changed plotly figure. */
  sketch(): MimeBundle {
    return { "image/svg+xml": sketch(this), "text/plain": this.toString() };
  }

  [DISPLAY](): MimeBundle {
    return { [PLOTLY_MIME]: this.toJSON(), "text/plain": this.toString() };
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

function plain(value: unknown): unknown {
  if (typeof value === "number") return rounded(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as Float32Array, plain);
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  return Object.fromEntries(entries.map(([key, v]) => [key, plain(v)]));
}

function rounded(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  return Number.isInteger(value) ? value : Number(value.toPrecision(6));
}
