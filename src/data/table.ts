// A data set from a table: a danfojs DataFrame, or any object with column names and rows.
import { expected, list } from "../errors";
import { fromArrays, type Flat } from "./arrays";
import type { Dataset } from "./dataset";

/** Column names and rows of cells. A danfojs DataFrame is one; so is a literal. */
export interface Table {
  readonly columns: readonly string[];
  /** Rows, unknown[][], as many cells in each as there are columns. */
  readonly values: unknown;
}

/** Which columns make each input, and each target: a name gives [n], a list of k names gives [n, k]. */
export interface TableSpec {
  readonly inputs: Readonly<Record<string, readonly string[]>>;
  readonly targets: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * A data set from the columns of a table. Cells are numbers, or booleans (1 and 0). In a target null, undefined, NaN
 * and "" are missing labels; in an input they are an error. RangeError, with column and row, for text where numbers
 * belong, an unknown column, rows of different lengths, or no rows.
 *
 * @example
 * const homes = { columns: ["rooms", "area", "price"], values: [[3, 70, 1.2], [5, 110, null]] };
 * const data = fromTable(homes, { inputs: { x: ["rooms", "area"] }, targets: { price: "price" } });
 */
export function fromTable(table: Table, { inputs, targets }: TableSpec): Dataset {
  const rows = rowsOf(table);
  const read = (names: readonly string[], missing: boolean): number[] => {
    const at = names.map((name) => columnOf(table, name));
    return rows.flatMap((row, r) => at.map((c, i) => cell(row[c], names[i], r, missing)));
  };
  const flat = (entries: [string, string | readonly string[]][], missing: boolean) =>
    entries.map(([name, columns]): [string, Flat] => {
      const names = typeof columns === "string" ? [columns] : columns;
      if (names.length === 0) {
        throw expected(
          `columns for "${name}"`,
          "an empty list",
          `The table has ${list(table.columns)}.`,
        );
      }
      const shape = typeof columns === "string" ? [] : [columns.length];
      return [name, { values: read(names, missing), shape }];
    });
  return fromArrays(
    Object.fromEntries(flat(Object.entries(inputs), false)),
    Object.fromEntries(flat(Object.entries(targets), true)),
  );
}

function rowsOf(table: Table): unknown[][] {
  const rows = table.values;
  if (!Array.isArray(rows) || rows.length === 0) {
    throw expected(
      "a table with at least one row",
      Array.isArray(rows) ? "none" : `values of type ${typeof rows}`,
      "Give { columns: names, values: rows }, each row an array of cells.",
    );
  }
  const width = table.columns.length;
  rows.forEach((row, r) => {
    if (Array.isArray(row) && row.length === width) return;
    throw expected(
      `${width} cells in every row, one for each column`,
      Array.isArray(row) ? `${row.length} in row ${r}` : `${typeof row} as row ${r}`,
      "Correct the row, or fill the cells that are missing with null.",
    );
  });
  return rows;
}

function columnOf(table: Table, name: string): number {
  const column = table.columns.indexOf(name);
  if (column >= 0) return column;
  throw expected("a column of the table", `"${name}"`, `The table has ${list(table.columns)}.`);
}

function cell(value: unknown, column: string, row: number, missing: boolean): number {
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "number" && !Number.isNaN(value)) return value;
  const empty = value == null || value === "" || Number.isNaN(value);
  if (empty && missing) return NaN;
  const found = typeof value === "string" ? `"${value}"` : String(value);
  throw expected(
    `a number in column "${column}"`,
    `${found} in row ${row}`,
    empty
      ? "Fill it in (fillNa in danfojs) or drop the row; only a target may be missing."
      : "Turn text into numbers first: Number(...) for digits, LabelEncoder or OneHotEncoder of danfojs for words.",
  );
}
