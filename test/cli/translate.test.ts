import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { translationProblems } from "../../src/cli/translation/problems";
import { formatProse, hashOf, parseProse, quote } from "../../src/cli/translation/prose";
import { update } from "../../src/cli/translation/update";
import type { Notebook } from "../../src/cli/notebook";
import { taskweave } from "./cli";
import { code, prose } from "./lintNotebook";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "taskweave-translate-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const ENGLISH = "## The idea\n\nAdd [this](../map/05.svg):\n\n```ts\na + b\n```";
const CHINESE = "## 思路\n\n加上[这个](../map/05.svg)：\n\n```ts\na + b\n```";

function notebook(idea = ENGLISH): Notebook {
  const cells = [prose("idea", idea), { ...code("sum", "a + b"), execution_count: 1 }];
  return { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 } as Notebook;
}

function problemsOf(chinese: string, english = ENGLISH): string[] {
  const parts = new Map([["idea", { hash: hashOf(english), text: chinese }]]);
  return [...translationProblems(notebook(english), parts)].map(({ message }) => message);
}

test("a file of prose reads back as it was written", () => {
  const parts = new Map([
    ["idea", { hash: "0123abcd", text: CHINESE }],
    ["end", { hash: "4567abcd", text: "完。" }],
  ]);
  expect(parseProse(formatProse(parts, "05.ipynb"))).toEqual(parts);
  expect(() => parseProse(formatProse(parts, "") + formatProse(parts, ""))).toThrow(
    'Expected every key once. Found "idea" twice. Remove one part.',
  );
});

describe("an update", () => {
  it("quotes the English of a new cell and keeps what is translated", () => {
    const first = update(notebook(), new Map());
    expect(first.prose.get("idea")!.text).toMatch(/^> ## The idea\n>\n> Add /);
    expect(first.waiting).toEqual(["idea"]);
    const done = new Map([["idea", { hash: hashOf(ENGLISH), text: CHINESE }]]);
    expect(update(notebook(), done)).toEqual({ prose: done, waiting: [] });
  });

  it("shows changed English above its translation, once", () => {
    const old = new Map([["idea", { hash: "00000000", text: CHINESE }]]);
    const { prose: renewed, waiting } = update(notebook(), old);
    expect(renewed.get("idea")!.text).toBe(`${quote(ENGLISH)}\n\n${CHINESE}`);
    expect(waiting).toEqual(["idea"]);
    expect(update(notebook(), renewed).prose).toEqual(renewed);
  });

  it("keeps the translation of a cell that is gone, at the end", () => {
    const old = new Map([["theory", { hash: "00000000", text: "想法" }]]);
    expect([...update(notebook(), old).prose.keys()]).toEqual(["idea", "theory"]);
  });
});

describe("found in a translation", () => {
  it.each([
    ["the English, quoted", quote(ENGLISH), /^Expected Chinese\. Found the English/],
    ["other code", CHINESE.replace("a + b", "a - b"), /^Expected the same code as in English/],
    ["another link", CHINESE.replace("05", "06"), /^Expected the same targets of links/],
    ["another level", CHINESE.replace("##", "###"), /^Expected the same levels of headings/],
    ["another name", CHINESE.replace("思路", "想法"), /^Expected "思路" for "The idea"/],
  ])("%s", (_, text, message) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(message)]);
  });

  it("nothing, when its form is that of the English", () => {
    expect(problemsOf(CHINESE)).toEqual([]);
    expect(problemsOf("**1 · 预测**（2 分钟）", "**1 · Predict** (2 min)")).toEqual([]);
    expect(problemsOf("**1 · 猜猜**（2 分钟）", "**1 · Predict** (2 min)")).toHaveLength(1);
  });
});

test("the command makes the skeleton, then the notebook, and --check fails when either falls behind", async () => {
  mkdirSync(join(folder, "course"));
  const english = join(folder, "course", "05-sum.ipynb");
  const source = join(folder, "zh", "course", "05-sum.md");
  writeFileSync(english, JSON.stringify(notebook()));
  const run = async (...options: string[]) =>
    (await taskweave(["translate", "course", ...options], { cwd: folder })).code;
  expect(await run("--check")).toBe(1);
  expect(await run()).toBe(1); // the skeleton waits for a translator
  writeFileSync(source, readFileSync(source, "utf8").replace(quote(ENGLISH), CHINESE));
  expect(await run()).toBe(0);
  expect(await run("--check")).toBe(0);
  const made = JSON.parse(readFileSync(source.replace(".md", ".ipynb"), "utf8")) as Notebook;
  expect(made.cells[1]).toEqual(notebook().cells[1]);
  expect([made.cells[0]!.source].flat().join("")).toBe(CHINESE.replace("../map", "../../map"));
  writeFileSync(english, JSON.stringify({ ...notebook(), metadata: { changed: true } }));
  expect(await run("--check")).toBe(1);
});
