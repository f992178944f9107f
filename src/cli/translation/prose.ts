// A file of translated prose: one part for each Markdown cell, keyed by the cell's id and the hash of the English it was
// made from, `<!-- cell question 3f2a9c1b -->`. A part that begins with the English as a quote is still to be translated.
import { createHash } from "node:crypto";
import { expected } from "../../errors";

export interface Part {
  /** Hash of the English text. */
  hash: string;
  text: string;
}

/** Parts by cell id, in the order of the file. */
export type Prose = Map<string, Part>;

const KEY = /^<!-- cell (\S+) ([0-9a-f]{8}) -->$/;

/** Reads the parts; text before the first key is a remark to translators. Error: a key twice. */
export function parseProse(file: string): Prose {
  const prose: Prose = new Map();
  let lines: string[] = [];
  for (const line of file.split(/\r?\n/)) {
    const [, id, hash] = KEY.exec(line) ?? [];
    if (id === undefined) lines.push(line);
    else {
      if (prose.has(id)) throw expected("every key once", `"${id}" twice`, "Remove one part.");
      finish(prose, lines);
      prose.set(id, { hash: hash!, text: "" });
      lines = [];
    }
  }
  finish(prose, lines);
  return prose;
}

/** The file that `parseProse` reads. */
export function formatProse(prose: Prose, notebook: string): string {
  const parts = [...prose].map(
    ([id, { hash, text }]) => `<!-- cell ${id} ${hash} -->\n\n${text}\n`,
  );
  return [`<!-- Chinese prose of ${notebook}; npx taskweave translate -->\n`, ...parts].join("\n");
}

export function hashOf(english: string): string {
  return createHash("sha256").update(english).digest("hex").slice(0, 8);
}

/** The English as a quote, as a new or changed part begins. */
export function quote(english: string): string {
  return english.replace(/^/gm, "> ").replace(/ +$/gm, "");
}

/** Whether the part still begins with the English to translate. */
export function isQuoted(text: string, english: string): boolean {
  return text.startsWith(quote(english));
}

function finish(prose: Prose, lines: readonly string[]): void {
  const last = [...prose.values()].at(-1);
  if (last) last.text = lines.join("\n").trim();
}
