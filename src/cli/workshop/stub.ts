// A notebook as participants get it: nothing solved, nothing run, and every cell runs.
import { cellText, type Cell, type Notebook } from "../notebook";

/** What stands where a folded answer was. */
export interface StubOptions {
  /** "*Your answer:*" */
  answer: string;
  /** The link to write for one of the notebook's own, such as "../map/05.svg". */
  link: (target: string) => string;
}

/** Folded parts; those of exercises without code are answered in words. */
const FOLDED = /<details><summary>(Answer|答案)?[^<]*<\/summary>[^]*?<\/details>/g;
/** The import of `check`, of which workshops use the one that does not fail. */
const IMPORT = /(\bimport\s*\{[^}]*?)\bcheck\b(?=[^}]*\}\s*from\s*"taskweave")/;

/**
 * The notebook without outputs, folded solutions and answers. A code cell tagged `solution` becomes the stub in its
 * metadata, `{"tags":["solution"],"stub":"const mine = equal(); // replace me"}`, or goes when it has none. Checks of
 * what is not solved yet print ✗ and go on.
 */
export function stub(notebook: Notebook, options: StubOptions): Notebook {
  const cells = notebook.cells.flatMap((cell) =>
    cell.cell_type === "code" ? codeStub(cell) : proseStub(cell, options),
  );
  return { ...notebook, cells };
}

function codeStub(cell: Cell): Cell[] {
  const { stub, ...metadata } = cell.metadata as { stub?: string; tags?: string[] };
  const solved = metadata.tags?.includes("solution");
  if (solved && stub === undefined) return [];
  const source = solved ? stub! : cellText(cell).replace(IMPORT, "$1attempt as check");
  const tags = metadata.tags?.map((tag) => (tag === "solution" ? "exercise" : tag));
  return [
    {
      ...cell,
      source: lines(source),
      metadata: tags ? { ...metadata, tags } : metadata,
      execution_count: null,
      outputs: [],
    },
  ];
}

function proseStub(cell: Cell, { answer, link }: StubOptions): Cell[] {
  const text = cellText(cell)
    .replace(FOLDED, (_, inWords?: string) => (inWords ? answer : ""))
    .replace(/\]\((\.[^)\s]+)\)/g, (_, target: string) => `](${link(target)})`)
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  return text === "" ? [] : [{ ...cell, source: lines(text) }];
}

function lines(text: string): string[] {
  return text.split(/(?<=\n)/);
}
