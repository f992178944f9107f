// Small grey images in a row, each with a title, their pixels readable under the mouse.
import { Figure, type Layout } from "./figure";
import { TEMPLATE } from "./theme";

/**
 * Grey images side by side, wrapped into rows. An image is rows of pixels, any range: the darkest ink is the largest
 * value of all. They have no axes: pixels are counted by the eye.
 *
 * @example
 * plot.images([[[0, 16], [16, 0]]], { title: "A chequerboard", titles: ["2 x 2"] })
 */
export function images(
  pixels: readonly (readonly (readonly number[])[])[],
  {
    title,
    titles = [],
    columns = Math.min(10, pixels.length),
  }: { title: string; titles?: readonly string[]; columns?: number },
): Figure {
  const rows = Math.ceil(pixels.length / columns);
  const side = Math.max(100, Math.min(190, Math.round(600 / columns))); // of an image, in pixels
  const layout: Layout = {
    template: TEMPLATE,
    height: 70 + rows * side,
    title: { text: title },
    margin: { l: 16, r: 16, t: 70, b: 8 },
    annotations: [],
  };
  const zmax = pixels.flat(2).reduce((high, v) => Math.max(high, v), -Infinity);
  const zmin = pixels.flat(2).reduce((low, v) => Math.min(low, v), Infinity);
  const traces = pixels.map((z, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const id = i === 0 ? "" : String(i + 1);
    const x = [column / columns, (column + 0.88) / columns];
    const y = [1 - (row + 0.78) / rows, 1 - row / rows];
    const bare = { showticklabels: false, showline: false, ticks: "", showgrid: false };
    layout[`xaxis${id}`] = { ...bare, domain: x, anchor: `y${id}`, constrain: "domain" };
    layout[`yaxis${id}`] = {
      ...bare,
      domain: y,
      anchor: `x${id}`,
      autorange: "reversed",
      scaleanchor: `x${id}`,
      constrain: "domain",
    };
    (layout.annotations as object[]).push({
      text: titles[i] ?? "",
      x: (x[0]! + x[1]!) / 2,
      y: y[1],
      xref: "paper",
      yref: "paper",
      xanchor: "center",
      yanchor: "bottom",
      showarrow: false,
      font: { size: 12 },
    });
    return {
      type: "heatmap",
      z,
      zmin,
      zmax,
      xaxis: `x${id}`,
      yaxis: `y${id}`,
      colorscale: "Greys",
      reversescale: true,
      showscale: false,
      name: titles[i] ?? "",
      hovertemplate: "row %{y}, column %{x}: %{z}<extra></extra>",
    };
  });
  return new Figure(traces, layout);
}
