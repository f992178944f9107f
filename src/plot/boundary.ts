// What a model says everywhere in a plane, behind the points it learned from.
import { Figure } from "./figure";
import type { Axes } from "./lines";
import { scatter, type Group } from "./scatter";

/** A number for every point of a grid: values[row][column] stands at (x[column], y[row]). */
export interface Grid {
  x: readonly number[];
  y: readonly number[];
  values: readonly (readonly number[])[];
  /** What the numbers are: "probability of spam". */
  value: string;
}

/**
 * A model's answer over a plane as filled contours, and points on top. Values that all lie between 0 and 1 are taken as
 * a probability: the colours then mean the same in every figure, and the white around 0.5 is the decision boundary.
 *
 * @example
 * plot.boundary({ x, y, values, value: "probability of moon 1" }, groups, { title: "Moons", x: "x", y: "y" })
 */
export function boundary(grid: Grid, points: readonly Group[], axes: Axes): Figure {
  const front = scatter(points, axes);
  const probability = grid.values.every((row) => row.every((v) => v >= 0 && v <= 1));
  const back = {
    type: "contour",
    x: grid.x,
    y: grid.y,
    z: grid.values,
    colorscale: [
      [0, "#9CC9E6"],
      [0.5, "#FFFFFF"],
      [1, "#F6CE86"],
    ],
    ...(probability && { zmin: 0, zmax: 1, contours: { start: 0.05, end: 0.95, size: 0.1 } }),
    line: { width: 0.5, color: "#9A9A9A" },
    colorbar: { title: { text: grid.value, side: "right" }, thickness: 14, outlinewidth: 0 },
    hovertemplate: "%{x:.3~g}, %{y:.3~g}: %{z:.3~g}<extra></extra>",
  };
  const layout = {
    ...front.layout,
    legend: { orientation: "h", y: 1.02, yanchor: "bottom", x: 1, xanchor: "right" },
  };
  return new Figure([back, ...front.data], layout);
}
