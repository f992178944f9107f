// Brings a file of prose up to date with the English notebook: what is new or changed is put in as a quote to replace.
import { cellText, type Notebook } from "../notebook";
import { hashOf, isQuoted, quote, type Prose } from "./prose";

/** The prose to write, and the cells in it that wait for a translator. */
export interface Updated {
  prose: Prose;
  waiting: string[];
}

/**
 * The parts in the notebook's order. A new cell begins as its English, quoted. A cell whose English has changed gets the
 * new English, quoted, above its translation: mend it, take the quote out. Parts of cells that are gone are dropped when
 * they are untranslated, and otherwise kept at the end, so that a renamed cell loses nothing.
 */
export function update(notebook: Notebook, prose: Prose): Updated {
  const updated: Prose = new Map();
  const waiting: string[] = [];
  for (const { id, english } of englishOf(notebook)) {
    const part = prose.get(id);
    const hash = hashOf(english);
    const text = part === undefined ? quote(english) : renewed(part.text, part.hash, english);
    updated.set(id, { hash, text });
    if (isQuoted(text, english)) waiting.push(id);
  }
  for (const [id, part] of prose)
    if (!updated.has(id) && !part.text.startsWith("> ")) updated.set(id, part);
  return { prose: updated, waiting };
}

/** The cells to translate: those with words. */
export function englishOf({ cells }: Notebook): { id: string; english: string }[] {
  return cells
    .filter(({ cell_type }) => cell_type === "markdown")
    .map((cell) => ({ id: cell.id!, english: cellText(cell).trim() }));
}

function renewed(text: string, hash: string, english: string): string {
  return hash === hashOf(english) ? text : `${quote(english)}\n\n${text}`;
}
