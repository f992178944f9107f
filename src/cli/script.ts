// A notebook as a plain .ts file, so that changes can be reviewed, and back: each cell begins with a mark, `// %%` for
// code, `// %% [markdown]` or `// %% [raw]` for text, whose lines are comments. After the mark come the cell's id and
// metadata as JSON, where it has any: `// %% {"id":"data","tags":["exercise"]}`. Outputs are not part of it: they stay in the
// notebook that is replaced.
import { expected } from "../errors";
import { cellText, type Cell, type Notebook } from "./notebook";

const MARK = /^\/\/ %%(?: \[(markdown|raw)\])?(?: (\{.*\}))?$/;
/** A line of a cell that looks like a mark gets a backslash more. */
const LIKE_MARK = /^(\/\/ )(\\*%%)/;
const ESCAPED = /^(\/\/ )\\(\\*%%)/;

/**
 * The cells as one script, a blank line between them. `toNotebook(toScript(notebook))` has the same cells, without their
 * outputs and attachments.
 *
 * @example
 * writeFileSync("05.ts", toScript(JSON.parse(readFileSync("05.ipynb", "utf8"))));
 */
export function toScript(notebook: Notebook): string {
  return notebook.cells
    .map((cell, at) => `${[mark(cell, at), ...bodyOf(cell)].join("\n")}\n`)
    .join("\n");
}

/**
 * The script's cells as a notebook for this kernel. Errors: text before the first mark, a mark whose JSON cannot be read,
 * two cells with one id.
 */
export function toNotebook(script: string): Notebook {
  const cells: Cell[] = [];
  let lines: string[] | undefined;
  const bodies: string[][] = [];
  for (const line of script.split(/\r?\n/)) {
    const [, type = "code", data] = MARK.exec(line) ?? [undefined, undefined];
    if (MARK.test(line)) {
      bodies.push((lines = []));
      cells.push(emptyCell(type as Cell["cell_type"], cells.length, readData(line, data)));
    } else if (lines !== undefined) lines.push(line.replace(ESCAPED, "$1$2"));
    else if (line.trim() !== "")
      throw expected('a script that begins with "// %%"', `"${line}"`, "Put the mark above it.");
  }
  cells.forEach((cell, at) => (cell.source = sourceOf(cell, bodies[at]!)));
  checkIds(cells);
  return { cells, metadata: METADATA, nbformat: 4, nbformat_minor: 5 };
}

/**
 * The cells of `notebook` with what `before` has beside them: outputs, execution counts and attachments of the cells whose
 * text is the same, wherever they have moved; attachments of those that kept their id. The notebook's own metadata stay.
 */
export function withOutputs(notebook: Notebook, before: Notebook): Notebook {
  const left = [...before.cells];
  const found = new Map<Cell, Cell>();
  for (const fits of [isSame, hasText, hasId])
    for (const cell of notebook.cells) {
      const at = found.has(cell) ? -1 : left.findIndex((old) => fits(old, cell));
      if (at >= 0) found.set(cell, left.splice(at, 1)[0]!);
    }
  const cells = notebook.cells.map((cell) => {
    const old = found.get(cell);
    if (old === undefined || !hasText(old, cell)) return { ...old, ...cell };
    return { ...old, id: cell.id, metadata: cell.metadata };
  });
  return { ...notebook, cells, metadata: { ...notebook.metadata, ...before.metadata } };
}

const METADATA = {
  kernelspec: { display_name: "TypeScript (taskweave)", language: "typescript", name: "taskweave" },
  language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/typescript" },
};

function mark({ cell_type, id, metadata }: Cell, at: number): string {
  const data = JSON.stringify({ ...(id === idAt(at) ? {} : { id }), ...metadata });
  return ["// %%", cell_type === "code" ? "" : `[${cell_type}]`, data === "{}" ? "" : data]
    .filter((part) => part !== "")
    .join(" ");
}

/** The id of a cell that was given none. */
function idAt(at: number): string {
  return `cell-${at + 1}`;
}

function bodyOf(cell: Cell): string[] {
  const lines = cellText(cell).split("\n");
  const body =
    cell.cell_type === "code" ? lines : lines.map((line) => (line === "" ? "//" : `// ${line}`));
  return body.map((line) => line.replace(LIKE_MARK, "$1\\$2"));
}

function readData(line: string, data = "{}"): Record<string, unknown> {
  try {
    return JSON.parse(data) as Record<string, unknown>;
  } catch {
    throw expected("JSON after the mark of a cell", line, "Mend it, or leave it out.");
  }
}

function emptyCell(
  cell_type: Cell["cell_type"],
  at: number,
  { id = idAt(at), ...metadata }: Record<string, unknown>,
): Cell {
  const cell: Cell = { cell_type, id: String(id), metadata, source: [] };
  return cell_type === "code" ? { ...cell, execution_count: null, outputs: [] } : cell;
}

function checkIds(cells: readonly Cell[]): void {
  const seen = new Set<string>();
  for (const { id } of cells) {
    if (seen.has(id!))
      throw expected("cells with different ids", `"${id}" twice`, "Change one, or leave it out.");
    seen.add(id!);
  }
}

/** The blank line before the next mark, or at the end of the file, does not belong to the cell. */
function sourceOf({ cell_type }: Cell, lines: string[]): string[] {
  const own = lines.at(-1) === "" ? lines.slice(0, -1) : lines;
  const text = (cell_type === "code" ? own : own.map((line) => line.replace(/^\/\/ ?/, ""))).join(
    "\n",
  );
  return text === "" ? [] : text.split(/(?<=\n)/);
}

function isSame(old: Cell, cell: Cell): boolean {
  return hasId(old, cell) && hasText(old, cell);
}

function hasText(old: Cell, cell: Cell): boolean {
  return old.cell_type === cell.cell_type && cellText(old) === cellText(cell);
}

function hasId(old: Cell, cell: Cell): boolean {
  return old.cell_type === cell.cell_type && old.id === cell.id;
}
