// A table of numbers as colours: how tasks relate, which classes are confused, which expert serves whom.
import { expected } from "../errors";
import { Figure } from "./figure";
import { page } from "./theme";

/** Names of the rows and columns, and what they and the numbers are. */
export interface MatrixOptions {
  title: string;
  /** Names of the columns; default: those of the rows. */
  columns?: readonly string[];
  /** Axis titles. */
  x: string;
  y: string;
  /** What the numbers measure, unit in parentheses. */
  value: string;
  /** Digits behind the point. Default 2. */
  digits?: number;
}

/**
 * A table of numbers as colours, the number in each field, the first row on top. Tables with negative numbers get two
 * colours that meet at white (zero), others one. Fails when rows differ in length from the names.
 *
 * @example
 * plot.matrix([[1, 0.3], [0.3, 1]], ["digit", "parity"], {
 *   title: "Do the gradients agree?", x: "task", y: "task", value: "cosine",
 * })
 */
export function matrix(
  values: readonly (readonly number[])[],
  rows: readonly string[],
  { columns = rows, digits = 2, ...axes }: MatrixOptions,
): Figure {
  if (values.length !== rows.length || values.some((row) => row.length !== columns.length)) {
    throw expected(
      `a table of ${rows.length} rows and ${columns.length} columns, as the names say`,
      `${values.length} rows of ${[...new Set(values.map((row) => row.length))].join(" or ")}`,
      "Give one name per row and one per column.",
    );
  }
  const flat = values.flat().filter(Number.isFinite);
  const high = Math.max(...flat.map(Math.abs));
  const signed = flat.some((v) => v < 0);
  const trace = {
    type: "heatmap",
    z: values,
    x: columns,
    y: rows,
    colorscale: signed ? DIVERGING : SEQUENTIAL,
    zmin: signed ? -high : Math.min(0, ...flat),
    zmax: high,
    texttemplate: `%{z:.${digits}f}`,
    xgap: 1,
    ygap: 1,
    colorbar: { title: { text: axes.value, side: "right" }, thickness: 14, outlinewidth: 0 },
    hovertemplate: `%{y}, %{x}: %{z:.${digits + 2}~f}<extra></extra>`,
  };
  const layout = page(axes.title, axes.x, axes.y, {
    height: 160 + Math.max(160, 34 * rows.length),
    xaxis: { type: "category", showline: false, ticks: "" },
    yaxis: { type: "category", showline: false, ticks: "", autorange: "reversed" },
  });
  return new Figure([trace], layout);
}

// Vermilion and blue of the palette; blue alone for tables without negative numbers.
const DIVERGING = [
  [0, "#D55E00"],
  [0.5, "#FFFFFF"],
  [1, "#0072B2"],
];
const SEQUENTIAL = [
  [0, "#FFFFFF"],
  [1, "#0072B2"],
];
