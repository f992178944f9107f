// Motion: one figure per moment, played one after the other; a slider chooses the moment.
import { expected } from "../errors";
import { Figure, type Layout, type Trace } from "./figure";
import { fixed } from "./ranges";

/** How an animation plays. */
export interface FramesOptions {
  title: string;
  /** What a moment is: "epoch". Stands before the moment's name above the slider. */
  moment: string;
  /** The moments' names, one per figure: [1, 2, 5, 10]. */
  names: readonly (string | number)[];
  /** The moment shown first, and in a picture that cannot move. Default: the last. */
  still?: number;
  /** How long each moment stays, in milliseconds. Default 400. */
  duration?: number;
}

/**
 * An animation: figures of the same kind (the same traces, other values), one per moment, with a play button and a
 * slider. The axes stay where they are over all moments. A stored picture shows the moment `still`.
 *
 * Errors: fewer than two figures, figures with other traces than the first, names that are not one per figure.
 *
 * @example
 * plot.frames(boundaries, { title: "The boundary learns", moment: "epoch", names: [0, 1, 2, 5, 10, 50] })
 */
export function frames(figures: readonly Figure[], options: FramesOptions): Figure {
  const { title, moment, names, still = figures.length - 1, duration = 400 } = options;
  checked(figures, names, still);
  const traces = moving(figures);
  const frames = figures.map(({ data }, i) => {
    return { name: String(names[i]), data: traces.map((t) => data[t]!), traces };
  });
  const steps = frames.map(({ name }) => ({
    label: name,
    method: "animate",
    args: [[name], { mode: "immediate", frame: { duration: 0, redraw: true }, ...AT_ONCE }],
  }));
  const layout: Layout = {
    ...figures[still]!.layout,
    ...fixed(figures),
    title: { text: title },
    margin: { t: 64, b: 132, l: 64, r: 24 },
    height: 480,
    sliders: [
      { active: still, steps, x: 0, len: 1, y: -0.16, pad: { t: 32 }, currentvalue: { prefix: `${moment} `, xanchor: "right" } }, // prettier-ignore
    ],
    // One row above the slider: buttons at its left end, the moment at its right, apart at any width.
    updatemenus: [
      { type: "buttons", direction: "right", showactive: false, x: 0, xanchor: "left", y: -0.16, yanchor: "top", pad: { t: 20 }, buttons: buttons(duration) }, // prettier-ignore
    ],
  };
  return new Figure(figures[still]!.data, layout, frames);
}

/** Which traces change. Those that stay are stored once: points under a boundary would fill the notebook. */
function moving(figures: readonly Figure[]): number[] {
  const text = figures.map(({ data }) => data.map((trace) => JSON.stringify(trace)));
  return figures[0]!.data
    .map((_, t) => t)
    .filter((t) => text.some((one) => one[t] !== text[0]![t]));
}

/** Frames appear whole: a boundary that slides between two epochs would show what no model said. */
const AT_ONCE = { transition: { duration: 0 } };

function buttons(duration: number): object[] {
  const play = { fromcurrent: false, frame: { duration, redraw: true }, ...AT_ONCE };
  const pause = { mode: "immediate", frame: { duration: 0, redraw: false }, ...AT_ONCE };
  return [
    { label: "▶", method: "animate", args: [null, play] },
    { label: "❚❚", method: "animate", args: [[null], pause] },
  ];
}

function checked(figures: readonly Figure[], names: readonly unknown[], still: number): void {
  if (figures.length < 2) {
    throw expected(
      "at least two figures",
      String(figures.length),
      "Give one figure for every moment.",
    );
  }
  if (new Set(names.map(String)).size !== figures.length || names.length !== figures.length) {
    throw expected(
      `${figures.length} different names, one per figure`,
      `[${names.join(", ")}]`,
      "Name every moment.",
    );
  }
  if (!(still in figures)) {
    throw expected(
      `a still from 0 to ${figures.length - 1}`,
      String(still),
      "Leave it out for the last moment.",
    );
  }
  const kinds = (figure: Figure) => figure.data.map(({ type }: Trace) => type).join(", ");
  const other = figures.findIndex((figure) => kinds(figure) !== kinds(figures[0]!));
  if (other >= 0) {
    throw expected(
      `the same traces in every figure (${kinds(figures[0]!)})`,
      `${kinds(figures[other]!) || "none"} at position ${other}`,
      "Draw an empty trace where a moment has nothing to show.",
    );
  }
}
