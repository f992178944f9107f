// What keeps a translation from being complete: cells without it, cells whose English has changed, and slips of form.
import { list } from "../../errors";
import { SECTIONS, WORDS } from "../lint/anatomy";
import { finding, headingsIn, type Finding } from "../lint/view";
import type { Notebook } from "../notebook";
import { hashOf, isQuoted, type Prose } from "./prose";
import { englishOf } from "./update";

export function* translationProblems(notebook: Notebook, prose: Prose): Generator<Finding> {
  const cells = englishOf(notebook);
  for (const { id, english } of cells) {
    const part = prose.get(id);
    if (part === undefined)
      yield finding(id, "its Chinese", "none", "Run npx taskweave translate, then write it.");
    else if (part.hash !== hashOf(english))
      yield finding(
        id,
        "the Chinese of the present English",
        "that of an earlier one",
        "Run npx taskweave translate: it shows the new English.",
      );
    else if (isQuoted(part.text, english))
      yield finding(id, "Chinese", "the English, quoted", "Translate it and take the quote out.");
    else yield* slips(id, english, part.text);
  }
  const known = new Set(cells.map(({ id }) => id));
  for (const id of prose.keys())
    if (!known.has(id))
      yield finding(
        id,
        "a cell of that id",
        "none",
        "Move its text to the right key, or remove it.",
      );
}

/** What a translation keeps as it is. */
const KEPT: [what: string, in_: (text: string) => string[]][] = [
  ["code", (text) => text.match(/^```[^]*?^```$/gm) ?? []],
  ["formulas", (text) => text.match(/\$\$[^$]+\$\$/g) ?? []],
  ["targets of links", (text) => [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, url]) => url!)],
  ["levels of headings", (text) => headingsIn(text).map(({ level }) => "#".repeat(level))],
  ["<details>", (text) => text.match(/<\/?details>/g) ?? []],
];

function* slips(id: string, english: string, chinese: string): Generator<Finding> {
  for (const [what, of] of KEPT)
    if (of(english).join() !== of(chinese).join())
      yield finding(
        id,
        `the same ${what} as in English, ${list(of(english).map(brief))}`,
        list(of(chinese).map(brief)),
        "Copy them.",
      );
  for (const [word, fixed] of fixedWords(english))
    if (!chinese.includes(fixed))
      yield finding(id, `"${fixed}" for "${word}"`, "another word", "docs/TERMS.md fixes it.");
}

/** The headings and marks of our anatomy that the text has, and their Chinese. */
function fixedWords(english: string): [english: string, chinese: string][] {
  const titles = new Set(headingsIn(english).map(({ title }) => title));
  const sections = Object.entries(SECTIONS).filter(([name]) => titles.has(name));
  const marks = (name: string) => [`· ${name}**`, `<summary>${name}</summary>`, `**${name}**:`];
  const words = Object.entries(WORDS).filter(([name]) =>
    marks(name).some((m) => english.includes(m)),
  );
  return [...sections, ...words];
}

function brief(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40).replace(/\s+/g, " ")}…` : text;
}
