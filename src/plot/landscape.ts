// A loss over two parameters as a landscape seen from above, with the minima and the ways to them.
import { Figure, type Trace } from "./figure";
import type { Axes } from "./lines";
import { colorAt, page } from "./theme";

/** A way through the landscape (a line), places in it (one or more markers), or a step (an arrow). */
export interface Place {
  name: string;
  x: readonly number[];
  y: readonly number[];
  /** Default: a line when it has more than two points. An arrow goes from the first of two points to the second. */
  mode?: "lines" | "markers" | "lines+markers" | "arrow";
  color?: string;
}

/**
 * Contours of `loss(x, y)` over a rectangle, dark where it is low, on a logarithmic scale unless it dips below zero; then
 * the places and ways, in the order given. A name given several times stands in the legend once.
 *
 * @example
 * plot.landscape((x, y) => (x + 1) ** 2 + 4 * y ** 2, { x: [-2, 2], y: [-1, 2] },
 *   [{ name: "minimum", x: [-1], y: [0] }], { title: "A valley", x: "theta 1", y: "theta 2" })
 */
export function landscape(
  loss: (x: number, y: number) => number,
  { x, y, steps = 61 }: { x: [number, number]; y: [number, number]; steps?: number },
  places: readonly Place[],
  axes: Axes,
): Figure {
  const along = ([from, to]: [number, number]) =>
    Array.from({ length: steps }, (_, i) => from + ((to - from) * i) / (steps - 1));
  const [xs, ys] = [along(x), along(y)];
  const z = ys.map((b) => xs.map((a) => loss(a, b)));
  const flat = z.flat();
  const [low, high] = [Math.min(...flat), Math.max(...flat)];
  const height = (v: number) => (low < 0 ? v : Math.log10(v + (high - low) / 1000));
  const ground: Trace = {
    type: "contour",
    x: xs,
    y: ys,
    z: z.map((row) => row.map(height)),
    colorscale: GROUND,
    ncontours: 18,
    line: { width: 0.5, color: "#FFFFFF" },
    showscale: false,
    showlegend: false,
    hoverinfo: "skip",
  };
  const traces = places.map((place, i): Trace => {
    const kind = place.mode ?? (place.x.length > 2 ? "lines" : "markers");
    const mode = kind === "arrow" ? "lines+markers" : kind;
    const color = place.color ?? colorAt(i);
    const marker =
      kind === "arrow"
        ? { color, size: [0, 15], symbol: "arrow", angleref: "previous" }
        : { color, size: 11, line: { color: "#FFFFFF", width: 2 } };
    return {
      type: "scatter",
      name: place.name,
      showlegend: places.findIndex(({ name }) => name === place.name) === i,
      x: place.x,
      y: place.y,
      mode,
      marker,
      line: { color, width: 3 },
    };
  });
  return new Figure([ground, ...traces], page(axes.title, axes.x, axes.y));
}

// Light enough for every colour of the palette to stand out on it.
const GROUND = [
  [0, "#B9C7D6"],
  [0.5, "#DCE3EA"],
  [1, "#F7F8FA"],
];
