// A mapping between finite sets as arrows: how many of them end in each output is what its names count.
import { expected } from "../errors";
import type { Mapping } from "../mapping";
import { Figure, type Layout, type Trace } from "./figure";
import { PALETTE, TEMPLATE } from "./theme";

/**
 * One line from every input (left) to its output (right). Outputs that more than one line reaches are orange, those that
 * none reaches stay empty. Fails when an image lies outside the codomain.
 *
 * @example
 * plot.arrows([0, 1, 2, 3], ["even", "odd"], (x) => (x % 2 ? "odd" : "even"), { title: "Parity" })
 */
export function arrows<X, Y>(
  domain: readonly X[],
  codomain: readonly Y[],
  f: Mapping<X, Y>,
  { title }: { title: string },
): Figure {
  const images = domain.map((x) => codomain.indexOf(f(x)));
  const outside = images.indexOf(-1);
  if (outside >= 0) {
    throw expected(
      "every image in the codomain",
      `${domain[outside]} -> ${f(domain[outside]!)}`,
      "Add it to the codomain.",
    );
  }
  const height = (i: number, of: readonly unknown[]) => 1 - (i + 0.5) / of.length;
  const reached = (y: number) => images.filter((image) => image === y).length;
  const color = (y: number) => (reached(y) > 1 ? PALETTE[1] : PALETTE[0]);

  const lines = domain.map((x, i): Trace => ({
    type: "scatter",
    mode: "lines",
    x: [0, 1],
    y: [height(i, domain), height(images[i]!, codomain)],
    name: `${x} → ${codomain[images[i]!]}`,
    line: { color: color(images[i]!), width: 1.5 },
  }));
  const ends = (x: number, of: readonly unknown[], name: string, fill: (i: number) => string) => ({
    type: "scatter",
    mode: "markers+text",
    x: of.map(() => x),
    y: of.map((_, i) => height(i, of)),
    text: of.map(String),
    textposition: x === 0 ? "middle left" : "middle right",
    cliponaxis: false,
    name,
    marker: { size: 9, color: of.map((_, i) => fill(i)), line: { width: 1.5, color: "#444444" } },
    hoverinfo: "skip",
  });
  const layout: Layout = {
    template: TEMPLATE,
    title: { text: title },
    width: 460,
    height: 110 + 26 * Math.max(domain.length, codomain.length),
    showlegend: false,
    xaxis: {
      tickvals: [0, 1],
      ticktext: ["input", "output"],
      range: [-0.3, 1.4],
      showgrid: false,
      showline: false,
      ticks: "",
    },
    yaxis: { visible: false, range: [0, 1] },
  };
  const dots = [
    ends(0, domain, "inputs", () => "#FFFFFF"),
    ends(1, codomain, "outputs", (i) => (reached(i) === 0 ? "#FFFFFF" : color(i))),
  ];
  return new Figure([...lines, ...dots], layout);
}
