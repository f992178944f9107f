// What the rules look at: a notebook's cells with their text, tags and section, and the shape of a finding.
import { expected } from "../../errors";
import { cellText, type Notebook, type Output } from "../notebook";

/** Something to mend, in a cell, or in the file as a whole. */
export interface Finding {
  /** Id of the cell; "file" when it is about all of it. */
  cell: string;
  /** "Expected ... . Found ... . What to do." */
  message: string;
}

/** A rule yields what it finds wrong with one notebook. */
export type Rule = (notebook: View) => Iterable<Finding>;

export interface View {
  /** Its file name without the ending: "05-hard-sharing". */
  name: string;
  /** The file's size in bytes. */
  bytes: number;
  cells: CellView[];
}

export interface CellView {
  id: string;
  code: boolean;
  text: string;
  tags: string[];
  outputs: Output[];
  /** Whether the cell was executed before it was stored. */
  ran: boolean;
  /** Its headings below the title: "In code", "What you should see". */
  headings: string[];
  /** The `##` or `###` section in which the cell ends. */
  section: string;
}

export function viewOf(name: string, notebook: Notebook, bytes: number): View {
  let section = "";
  const cells = notebook.cells.map((cell, at): CellView => {
    const code = cell.cell_type === "code";
    const text = cellText(cell);
    const headings = code
      ? []
      : headingsIn(text).flatMap(({ level, title }) => (level > 1 ? [title] : []));
    section = headings.at(-1) ?? section;
    return {
      id: cell.id ?? `number ${at + 1}`,
      code,
      text,
      tags: (cell.metadata?.tags as string[] | undefined) ?? [],
      outputs: cell.outputs ?? [],
      ran: cell.execution_count != null,
      headings,
      section,
    };
  });
  return { name, bytes, cells };
}

/** The `#`, `##` ... headings of Markdown, those of fenced code left out. */
export function headingsIn(text: string): { level: number; title: string }[] {
  const prose = text.replace(/^```[^]*?^```/gm, "");
  return [...prose.matchAll(/^(#{1,6}) (.+)$/gm)].map(([, marks, title]) => ({
    level: marks!.length,
    title: title!.trim(),
  }));
}

/** A finding in the one shape of our messages. */
export function finding(cell: string, what: string, found: string, todo: string): Finding {
  return { cell, message: expected(what, found, todo).message };
}
