import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, test } from "vitest";
import { lint } from "../../src/cli/lint/rules";
import { code, figure, good, prose, type TestCell } from "./lintNotebook";
import { taskweave } from "./cli";

const folder = mkdtempSync(join(tmpdir(), "taskweave-lint-"));
afterAll(() => rmSync(folder, { recursive: true }));

function findingsOf(cells: TestCell[], name = "05-small"): string[] {
  const file = join(folder, `${name}.ipynb`);
  writeFileSync(file, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  return lint(file).map(({ cell, message }) => `${cell}: ${message}`);
}

/** The good notebook with one cell changed; undefined takes it out. */
function withCell(id: string, change: (cell: TestCell) => TestCell | TestCell[]): TestCell[] {
  return good().flatMap((cell) => (cell.id === id ? change(cell) : cell));
}

function withText(id: string, from: string | RegExp, to: string): TestCell[] {
  return withCell(id, (cell) => ({ ...cell, source: cell.source.replace(from, to) }));
}

test("a notebook made as it should be has no findings", () => {
  expect(findingsOf(good())).toEqual([]);
  const formula = prose("formula", "$L:\\mathbb{R}^n$, 1/var, train/test, https://a.org/home/x");
  expect(findingsOf([...good(), formula])).toEqual([]);
});

describe("each of these is found, and nothing else", () => {
  const cases: [what: string, cells: TestCell[], cell: string, message: RegExp][] = [
    [
      "a title without its Chinese",
      withText("title", / {2}.*硬.*/, ""),
      "title",
      /the title "# 05/,
    ],
    ["another number", withText("title", "05 ·", "06 ·"), "title", /title "# 05 · .*Found "# 06/],
    ["no aim", withText("title", /^> .*$/m, ""), "title", /the aim in one sentence/],
    ["no line of time", withText("title", /^Time.*$/m, ""), "title", /line of time/],
    ["another's map", withText("title", "05.svg", "04.svg"), "title", /the map/],
    ["no section", withText("idea", "## The idea", "So:"), "file", /"The idea"\. Found none/],
    ["no check", withText("fails-code", "check", "print"), "fails", /check cell in "When it f/],
    ["no exercise", withText("turn", "**2 · C", "**2 C"), "turn", /"\*\*2 · Change/],
    ["no answer", withText("turn", "<details><summary>Answer", ""), "turn", /answer to exercise 1/],
    ["a loose cell", withCell("turn-2", (c) => ({ ...c, metadata: {} })), "turn-2", /the tag "ex/],
    ["no place to write", withText("turn-2", "// your code", ""), "turn-2", /"\/\/ your code"/],
    [
      "no solution",
      withCell("turn-2-solution", (c) => ({ ...c, id: "two" })),
      "turn-2",
      /no such cell/,
    ],
    ["a solution in words", withText("turn-2-solution", "```ts", "```"), "turn-2", /without code/],
    ["an id of nothing", [...good(), prose("4f2a9c1b", "End.")], "4f2a9c1b", /says what the cell/],
    ["an id twice", [...good(), prose("title", "End.")], "title", /every id once/],
    ["a long cell", [...good(), code("long", "1;\n".repeat(21))], "long", /20 lines .* Found 21/],
    ["a wall", [...good(), ..."abcd".split("").map((id) => code(id, "1"))], "d", /prose after 3/],
    ["a hidden draw", [...good(), code("draw", "Math.random()")], "draw", /from a seed/],
    ["a path", [...good(), code("path", 'read("/home/me/a.csv")')], "path", /no absolute path/],
    ["a shorthand", [...good(), code("short", "f({ tasks })")], "short", /\{ tasks: tasks \}/],
    [
      "a cell not run",
      [...good(), { ...code("idle", "1"), execution_count: null }],
      "idle",
      /1 tha/,
    ],
    [
      "nameless axis",
      [...good(), figure("plot", { xaxis: {} })],
      "plot",
      /on every axis.*on xaxis/,
    ],
    ["a large file", [...good(), prose("large", "x".repeat(4e5))], "file", /400 kB.*Found 40\d kB/],
  ];
  it.each(cases)("%s", (_, cells, cell, message) => {
    const findings = findingsOf(cells);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(new RegExp(`^${cell}: Expected `));
    expect(findings[0]).toMatch(message);
  });
});

test("a section in another place is named where it is", () => {
  const cells = good();
  const at = cells.findIndex(({ id }) => id === "idea");
  const moved = [...cells.slice(0, at), cells[at + 1]!, cells[at]!, ...cells.slice(at + 2)];
  expect(findingsOf(moved)).toEqual([
    expect.stringMatching(/^in-code: Expected "In code" in its place. Found it too early/),
  ]);
});

test("an article keeps its own order, with its headings quoted in Chinese", () => {
  const cells = good()
    .filter(({ id }) => !["idea", "in-code", "figure"].includes(id))
    .map((cell) => ({ ...cell, source: cell.source.replace("# 05", "# A001") }));
  expect(findingsOf(cells, "A001-small")).toEqual([
    expect.stringMatching(/^file: Expected the article's own headings in Chinese. Found 0/),
  ]);
  const quoted = prose("s1-s3", "## 1.背景介绍\n\n## 2.核心概念\n\n## 3.数学模型");
  expect(findingsOf([...cells.slice(0, 3), quoted, ...cells.slice(3)], "A001-small")).toEqual([]);
});

test("a stored error is found, unless the cell is meant to fail", () => {
  const broken = { ...code("broken", "throw 1"), outputs: [{ output_type: "error" }] };
  expect(findingsOf([...good(), broken])).toEqual([
    expect.stringMatching(/^broken: Expected no error/),
  ]);
  const meant = { ...broken, metadata: { tags: ["raises-exception"] } };
  expect(findingsOf([...good(), meant])).toEqual([]);
});

test("the command prints a line per notebook and ends with 1 when one has findings", async () => {
  findingsOf(good(), "05-good");
  findingsOf([...good(), code("draw", "Math.random()")], "06-bad");
  const { code: ended, out } = await taskweave(["lint", "05-good.ipynb", "06-bad.ipynb"], {
    cwd: folder,
  });
  expect(ended).toBe(1);
  expect(out).toMatch(
    /^✓ 05-good\.ipynb\n✗ 06-bad\.ipynb\n( {4}\S+: Expected .*\n)+1 passed, 1 failed\n$/,
  );
});
