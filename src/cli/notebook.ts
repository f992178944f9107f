// A notebook as it is stored: outputs without what differs from run to run, and a picture beside every figure.
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { expected } from "../errors";
import type { PlotlyJSON } from "../plot/figure";
import { PLOTLY_MIME } from "../plot/figure";

/** The parts of the notebook format (nbformat 4.5) that matter here. */
export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

export interface Cell {
  id?: string;
  cell_type: "code" | "markdown" | "raw";
  source: string | string[];
  metadata: Record<string, unknown>;
  execution_count?: number | null;
  outputs?: Output[];
}

export interface Output {
  output_type: "stream" | "display_data" | "execute_result" | "error";
  text?: string | string[];
  data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  execution_count?: number | null;
  transient?: unknown;
}

export interface StoreOptions {
  /** The executed notebook's folder, which texts must not name. */
  folder: string;
  /** Draws a figure: toSVG. */
  draw: (figure: PlotlyJSON) => Promise<string>;
}

const SVG_MIME = "image/svg+xml";

/**
 * The notebook to store, from the one that ran: the same outputs give the same bytes. No timings, ids of displays, patch
 * versions or paths of this machine; executions count from 1; every plotly figure has an SVG beside it.
 */
export async function toStore(notebook: Notebook, options: StoreOptions): Promise<Notebook> {
  const cells: Cell[] = [];
  let count = 0;
  for (const [i, cell] of notebook.cells.entries()) {
    const { execution: _, ...metadata } = cell.metadata;
    const kept: Cell = { ...cell, id: cell.id ?? `cell-${i + 1}`, metadata };
    if (cell.cell_type === "code") {
      kept.execution_count = cell.execution_count == null ? null : ++count;
      kept.outputs = await Promise.all(
        (cell.outputs ?? []).map((output) => storeOutput(output, kept.execution_count, options)),
      );
    }
    cells.push(kept);
  }
  const metadata = { ...notebook.metadata, kernelspec: KERNEL, language_info: LANGUAGE };
  return { ...notebook, cells, metadata, nbformat: 4, nbformat_minor: 5 };
}

/** The bytes nbformat itself would write: sorted keys, one space, a newline at the end. */
export function format(notebook: Notebook): string {
  return `${JSON.stringify(sorted(notebook), null, 1)}\n`;
}

/** The text of a cell, which a notebook may keep in lines. */
export function cellText({ source }: Cell): string {
  return typeof source === "string" ? source : source.join("");
}

/** The notebook in a file. */
export function readNotebook(file: string): Notebook {
  let notebook: Partial<Notebook> = {};
  try {
    notebook = JSON.parse(readFileSync(file, "utf8")) as Partial<Notebook>;
  } catch {
    // said below
  }
  if (Array.isArray(notebook?.cells)) return notebook as Notebook;
  throw expected("a Jupyter notebook (format 4)", `something else in "${file}"`, "Check the file.");
}

const KERNEL = {
  display_name: "TypeScript (taskweave)",
  language: "typescript",
  name: "taskweave",
};
const LANGUAGE = {
  codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
  file_extension: ".ts",
  mimetype: "text/typescript",
  name: "typescript",
};

async function storeOutput(
  { transient: _, ...output }: Output,
  count: number | null | undefined,
  { folder, draw }: StoreOptions,
): Promise<Output> {
  const text = (value: unknown) => withoutPaths(value, folder);
  if (output.text !== undefined) output.text = text(output.text) as string | string[];
  if (output.output_type === "execute_result") output.execution_count = count;
  if (output.data === undefined) return output;
  const data: Record<string, unknown> = {};
  for (const [mime, value] of Object.entries(output.data)) {
    data[mime] = mime.endsWith("json") ? value : text(value);
  }
  const figure = output.data[PLOTLY_MIME] as PlotlyJSON | undefined;
  if (figure) data[SVG_MIME] = [await draw(figure)];
  return { ...output, data };
}

/** Replaces the notebook's folder, and then the home folder, in a text or list of lines. */
function withoutPaths(value: unknown, folder: string): unknown {
  if (Array.isArray(value)) return value.map((line) => withoutPaths(line, folder));
  if (typeof value !== "string") return value;
  return value.replaceAll(folder, ".").replaceAll(homedir() + "/", "~/");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, v]) => [key, sorted(v)]));
}
