import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SECTIONS, WORDS } from "../../src/cli/lint/anatomy";
import { findNotebooks } from "../../src/cli/find";
import { cellText, readNotebook, type Cell } from "../../src/cli/notebook";
import { ROOT } from "./cli";

const rows = [
  ...readFileSync(join(ROOT, "docs", "TERMS.md"), "utf8").matchAll(/^\| (.+?) +\| (.+?) +\|$/gm),
]
  .map(([, english, chinese]) => [english!, chinese!] as const)
  .filter(([english]) => english !== "English" && !/^-+$/.test(english));

test("the glossary names the parts of a notebook as the translation check wants them", () => {
  expect(rows).toEqual(expect.arrayContaining(Object.entries({ ...SECTIONS, ...WORDS })));
});

test("the glossary has over a hundred terms, each once", () => {
  const english = rows.map(([term]) => term);
  expect(english.length).toBeGreaterThan(100);
  expect(english.filter((term, at) => english.indexOf(term) !== at)).toEqual([]);
});

test("the words met in the notebooks are the glossary's", () => {
  const glossary = new Map(rows.map(([english, chinese]) => [english, chinese.split("（")[0]]));
  const notebooks = join(ROOT, "notebooks");
  const files = findNotebooks([join(notebooks, "articles"), join(notebooks, "course")]);
  const met = files.flatMap((file) => readNotebook(file).cells.flatMap(wordsMet));
  expect(met.length).toBeGreaterThan(30);
  const others = met.filter(([english, chinese]) => glossary.get(english) !== chinese);
  expect(others.map((pair) => pair.join(" "))).toEqual([]);
});

/** "**Words met**: encoder 编码器 · head 任务头" as pairs. */
function wordsMet(cell: Cell): [english: string, chinese: string][] {
  const line = /^\*\*Words met\*\*: (.+)$/m.exec(cellText(cell))?.[1] ?? "";
  return line.split(" · ").flatMap((pair) => {
    const [, english, chinese] = /^(.+?) (\p{Script=Han}.*)$/u.exec(pair) ?? [];
    return english && chinese ? [[english, chinese]] : [];
  });
}
