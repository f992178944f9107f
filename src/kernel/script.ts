// A notebook as a plain .ts file, so that changes can be reviewed, and back: each cell begins with a mark, `// %%` for
// code, `// %% [markdown]` or `// %% [raw]` for text, whose lines are comments. Outputs are not part of it.
import { expected } from "../errors";

/** A notebook file (nbformat 4), as far as it concerns us. */
export interface NotebookFile {
  cells: NotebookCell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

export interface NotebookCell {
  cell_type: "code" | "markdown" | "raw";
  source: string | string[];
  metadata: Record<string, unknown>;
  [field: string]: unknown;
}

const MARK = /^\/\/ %%(?: \[(markdown|raw)\])?$/;
/** A line of a cell that looks like a mark gets a backslash more. */
const LIKE_MARK = /^(\/\/ )(\\*%%)/;
const ESCAPED = /^(\/\/ )\\(\\*%%)/;

/**
 * The cells as one script. `toNotebook(toScript(notebook))` has the same cells.
 *
 * @example
 * writeFileSync("05.ts", toScript(JSON.parse(readFileSync("05.ipynb", "utf8"))));
 */
export function toScript(notebook: NotebookFile): string {
  return notebook.cells.map((cell) => `${[mark(cell), ...bodyOf(cell)].join("\n")}\n`).join("\n");
}

/** The script's cells as a notebook for this kernel. RangeError when the script has text before its first mark. */
export function toNotebook(script: string): NotebookFile {
  const cells: NotebookCell[] = [];
  let lines: string[] | undefined;
  const sources: string[][] = [];
  for (const line of script.split(/\r?\n/)) {
    const start = MARK.exec(line);
    if (start !== null) {
      sources.push((lines = []));
      cells.push(emptyCell((start[1] ?? "code") as NotebookCell["cell_type"]));
    } else if (lines !== undefined) lines.push(line.replace(ESCAPED, "$1$2"));
    else if (line.trim() !== "")
      throw expected('a script that begins with "// %%"', `"${line}"`, "Put the mark above it.");
  }
  cells.forEach((cell, at) => (cell.source = sourceOf(cell, sources[at]!)));
  return { cells, metadata: METADATA, nbformat: 4, nbformat_minor: 4 };
}

/** The text of a cell, which a notebook may keep in lines. */
export function cellText({ source }: NotebookCell): string {
  return typeof source === "string" ? source : source.join("");
}

const METADATA = {
  kernelspec: { display_name: "TypeScript (taskweave)", language: "typescript", name: "taskweave" },
  language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/typescript" },
};

function mark({ cell_type }: NotebookCell): string {
  return cell_type === "code" ? "// %%" : `// %% [${cell_type}]`;
}

function bodyOf(cell: NotebookCell): string[] {
  const lines = cellText(cell).split("\n");
  const body =
    cell.cell_type === "code" ? lines : lines.map((line) => (line === "" ? "//" : `// ${line}`));
  return body.map((line) => line.replace(LIKE_MARK, "$1\\$2"));
}

function emptyCell(cell_type: NotebookCell["cell_type"]): NotebookCell {
  const cell: NotebookCell = { cell_type, metadata: {}, source: "" };
  return cell_type === "code" ? { ...cell, execution_count: null, outputs: [] } : cell;
}

/** Blank lines around a cell separate it from the next and do not belong to it. */
function sourceOf({ cell_type }: NotebookCell, lines: string[]): string[] {
  const text = cell_type === "code" ? lines : lines.map((line) => line.replace(/^\/\/ ?/, ""));
  const trimmed = text.join("\n").replace(/^\n+|\n+$/g, "");
  return trimmed === "" ? [] : trimmed.split(/(?<=\n)/);
}
