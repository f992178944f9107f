// A small table as a mime bundle: HTML for the notebook, aligned text for everything else.
import type { MimeBundle } from "../../notebook";

export interface TableContent {
  head: readonly string[];
  rows: readonly (readonly unknown[])[];
  /** Said below the table. */
  note?: string;
}

export function table({ head, rows, note }: TableContent): MimeBundle {
  const cells = rows.map((row) => row.map(show));
  return { "text/html": html(head, cells, note), "text/plain": plainText(head, cells, note) };
}

/** Numbers with at most four significant decimals, everything else as it prints. */
export function show(value: unknown): string {
  if (typeof value !== "number" || Number.isInteger(value) || !Number.isFinite(value))
    return String(value);
  return Math.abs(value) < 1e-4 ? value.toExponential(2) : String(Number(value.toPrecision(5)));
}

function html(head: readonly string[], cells: readonly string[][], note?: string): string {
  const line = (tag: string, row: readonly string[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join("")}</tr>`;
  const body = cells.map((row) => line("td", row)).join("");
  const below = note === undefined ? "" : `<p>${escape(note)}</p>`;
  return `<table><thead>${line("th", head)}</thead><tbody>${body}</tbody></table>${below}`;
}

function plainText(head: readonly string[], cells: readonly string[][], note?: string): string {
  const all = [head, ...cells];
  const widths = head.map((_, at) => Math.max(...all.map((row) => (row[at] ?? "").length)));
  const lines = all.map((row) => row.map((cell, at) => cell.padStart(widths[at] ?? 0)).join("  "));
  return [...lines, ...(note === undefined ? [] : [note])].join("\n");
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
