// danfojs's DataFrame and Series: a table of the first rows.
import type { MimeBundle } from "../../notebook";
import { table } from "./table";

const ROWS = 10;

interface Frame {
  shape: [number, number];
  columns: string[];
  index: (string | number)[];
  values: unknown[];
}

export function showDataFrame(value: unknown): MimeBundle | undefined {
  if (!isFrame(value)) return undefined;
  const { shape, columns, index, values } = value;
  const rows = values
    .slice(0, ROWS)
    .map((row, at) => [index[at], ...(Array.isArray(row) ? (row as unknown[]) : [row])]);
  const note = `${shape[0]} rows × ${columns.length} columns`;
  return table({ head: ["", ...columns], rows, note });
}

function isFrame(value: unknown): value is Frame {
  const like = value as (Partial<Frame> & { $isSeries?: unknown }) | null | undefined;
  return (
    typeof like === "object" &&
    like !== null &&
    typeof like.$isSeries === "boolean" &&
    Array.isArray(like.columns) &&
    Array.isArray(like.values)
  );
}
