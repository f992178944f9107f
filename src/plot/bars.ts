// Bars in groups: one number per label and series.
import { expected } from "../errors";
import { Figure } from "./figure";
import type { Axes } from "./lines";
import { colorAt, page } from "./theme";

/** One bar per label. */
export interface Bars {
  name: string;
  values: readonly number[];
  color?: string;
}

/**
 * Bars in groups, one group per label, one colour per series. Fails when a series has not one value per label.
 *
 * @example
 * plot.bars(["shared", "separate"], [{ name: "weights", values: [6957, 20171] }], {
 *   title: "Sharing saves weights", x: "architecture", y: "weights (count)",
 * })
 */
export function bars(labels: readonly string[], series: readonly Bars[], axes: Axes): Figure {
  const odd = series.find(({ values }) => values.length !== labels.length);
  if (odd) {
    throw expected(
      `${labels.length} values in series "${odd.name}", one per label`,
      String(odd.values.length),
      "Give a value for every label.",
    );
  }
  const traces = series.map(({ name, values, color }, i) => ({
    type: "bar",
    name,
    x: labels,
    y: values,
    marker: { color: color ?? colorAt(i) },
    hovertemplate: "%{x}: %{y:.4~g}<extra>%{fullData.name}</extra>",
  }));
  return new Figure(
    traces,
    page(axes.title, axes.x, axes.y, {
      barmode: "group",
      showlegend: series.length > 1,
      xaxis: { type: "category" },
      yaxis: axes.log?.includes("y") ? { type: "log" } : { rangemode: "tozero" },
    }),
  );
}
