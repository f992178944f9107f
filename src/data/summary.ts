// A data set in a few lines: what a notebook shows when a cell ends with one.
import type * as tf from "@tensorflow/tfjs";
import { labelledRows } from "./labels";
import type { Named } from "./named";

/** One input or target in words. */
export interface Line {
  readonly kind: "input" | "target";
  readonly name: string;
  /** Shape of one example, such as [8, 8, 1]. */
  readonly shape: string;
  readonly values: string;
}

/** A line per input, then a line per target. Reads every value once. */
export function describe(inputs: Named, targets: Named): Line[] {
  const line =
    (kind: Line["kind"]) =>
    ([name, tensor]: [string, tf.Tensor]) => ({
      kind,
      name,
      shape: `[${tensor.shape.slice(1).join(", ")}]`,
      values: kind === "input" ? range(tensor.dataSync()) : labels(tensor),
    });
  return [
    ...Object.entries(inputs).map(line("input")),
    ...Object.entries(targets).map(line("target")),
  ];
}

/** The lines as plain text. */
export function toText(size: number, lines: readonly Line[]): string {
  const rows = lines.map((l) => `  ${l.kind.padEnd(7)}${l.name} ${l.shape}: ${l.values}`);
  return [`Dataset of ${size} examples`, ...rows].join("\n");
}

/** The lines as an HTML table. */
export function toHTML(size: number, lines: readonly Line[]): string {
  const row = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag} style="text-align:left">${escape(cell)}</${tag}>`).join("")}</tr>`;
  const body = lines.map((l) => row([l.kind, l.name, l.shape, l.values], "td"));
  const head = row(["", "name", "shape", "values"], "th");
  return `<table><caption>Dataset of ${size} examples</caption>${head}${body.join("")}</table>`;
}

function labels(tensor: tf.Tensor): string {
  const values = tensor.dataSync();
  const labelled = labelledRows(values, tensor.shape[0]).length;
  const present = values.filter((value) => !Number.isNaN(value));
  const distinct = new Set(present);
  const classes = tensor.rank === 1 && distinct.size <= 20 && present.every(Number.isInteger);
  const what = classes
    ? `${distinct.size} ${distinct.size === 1 ? "class" : "classes"}`
    : range(present);
  return labelled === tensor.shape[0] ? what : `${what}, ${labelled} labelled`;
}

function range(values: ArrayLike<number>): string {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return low > high ? "none" : `${round(low)} to ${round(high)}`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
