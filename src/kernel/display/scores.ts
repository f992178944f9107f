// Scores, and every other plain object of numbers: a table of two columns.
import type { MimeBundle } from "../../notebook";
import { text } from "./render";
import { table } from "./table";

const MOST = 20;

export function showScores(value: unknown): MimeBundle | undefined {
  if (!isScores(value)) return undefined;
  const { "text/html": html } = table({ head: ["", "value"], rows: Object.entries(value) });
  return { "text/html": html, "text/plain": text(value) };
}

function isScores(value: unknown): value is Record<string, number> {
  if (typeof value !== "object" || value === null) return false;
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  const values = Object.values(value);
  return (
    values.length > 0 && values.length <= MOST && values.every((item) => typeof item === "number")
  );
}
