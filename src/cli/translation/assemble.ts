// The translated notebook: the English one's code cells and outputs, with the translated prose.
import { cellText, type Cell, type Notebook } from "../notebook";
import type { Prose } from "./prose";

/** The notebook with every Markdown cell replaced; it lies one folder deeper, so links climb one more. */
export function assemble(notebook: Notebook, prose: Prose): Notebook {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "markdown" ? translated(cell, prose.get(cell.id!)?.text) : cell,
  );
  return { ...notebook, cells };
}

function translated(cell: Cell, text = cellText(cell)): Cell {
  const source = text.replaceAll("](../", "](../../");
  return { ...cell, source: source.split(/(?<=\n)/) };
}
