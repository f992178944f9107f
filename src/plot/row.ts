// Figures side by side: two views of one thing, or one thing before and after.
import { expected } from "../errors";
import { Figure, type Layout, type Trace } from "./figure";
import { TEMPLATE } from "./theme";

/**
 * Figures with one pair of axes each (lines, scatter, bars, landscape), side by side as one. Their titles stand above
 * their panels; entries of the same name and kind appear once in the legend.
 *
 * @example
 * plot.row([plot.scatter(before, axes), plot.scatter(after, axes)], { title: "Before and after" })
 */
export function row(figures: readonly Figure[], { title }: { title: string }): Figure {
  const crowded = figures.findIndex(({ layout }) => "xaxis2" in layout || !("xaxis" in layout));
  if (figures.length === 0 || crowded >= 0) {
    throw expected(
      "figures with one pair of axes each",
      figures.length === 0 ? "no figures" : `another kind at position ${crowded}`,
      "Show that figure on its own.",
    );
  }
  const gap = 0.12; // room for the name of the next y axis
  const width = (1 - gap * (figures.length - 1)) / figures.length;
  const layout: Layout = {
    template: TEMPLATE,
    height: 420,
    title: { text: title },
    margin: { t: 84, b: 96, l: 64, r: 24 },
    legend: { orientation: "h", y: -0.24, yanchor: "top" },
    annotations: [],
  };
  const legend = new Set<string>();
  const traces = figures.flatMap((figure, i): Trace[] => {
    const id = i === 0 ? "" : String(i + 1);
    const from = i * (width + gap);
    const { xaxis, yaxis, barmode } = figure.layout;
    if (barmode) layout.barmode = barmode;
    layout[`xaxis${id}`] = { ...(xaxis as object), domain: [from, from + width], anchor: `y${id}` };
    layout[`yaxis${id}`] = { ...(yaxis as object), anchor: `x${id}` };
    (layout.annotations as object[]).push({
      text: figure.layout.title?.text ?? "",
      x: from + width / 2,
      y: 1.02,
      xref: "paper",
      yref: "paper",
      xanchor: "center",
      yanchor: "bottom",
      showarrow: false,
      font: { size: 13 },
    });
    return figure.data.map((trace) => {
      const entry = `${trace.type} ${trace.name}`;
      const shown =
        trace.showlegend !== false && figure.layout.showlegend !== false && !legend.has(entry);
      if (shown) legend.add(entry);
      return { ...trace, xaxis: `x${id}`, yaxis: `y${id}`, showlegend: shown };
    });
  });
  return new Figure(traces, layout);
}
