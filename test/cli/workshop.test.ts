import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cellText, type Notebook } from "../../src/cli/notebook";
import { stub } from "../../src/cli/workshop/stub";
import { ROOT, taskweave } from "./cli";
import { code, good, prose, type TestCell } from "./lintNotebook";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "taskweave-workshop-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const notebook = (cells: TestCell[]) =>
  ({ cells, metadata: {}, nbformat: 4 }) as unknown as Notebook;
const stubOf = (cells: TestCell[]) =>
  stub(notebook(cells), { answer: "_Your answer:_", link: (target) => `new/${target}` });
const textOf = (cells: TestCell[]) => stubOf(cells).cells.map(cellText).join("\n");

test("answers and solutions are gone, a question in words leaves room for one", () => {
  const text = textOf(good());
  expect(text).not.toMatch(/details|Solution|That\./);
  expect(text).toMatch(/What\?\n\n_Your answer:_\n\n\*\*2 · Change/);
  expect(textOf([prose("a", "<details><summary>答案</summary>\n对。\n</details>")])).toBe(
    "_Your answer:_",
  );
});

test("nothing is run, and a cell of nothing but a solution is left out", () => {
  const { cells } = stubOf(good());
  expect(cells.filter(({ cell_type }) => cell_type === "code").length).toBeGreaterThan(3);
  for (const { cell_type, outputs, execution_count } of cells)
    if (cell_type === "code") expect([outputs, execution_count]).toEqual([[], null]);
  expect(cells.map(({ id }) => id)).not.toContain("turn-3-solution");
});

test("a solved cell becomes the stub it carries, or goes", () => {
  const solved = code("mine", "const mine = uncertainty();", "solution");
  const withStub = { ...solved, metadata: { tags: ["solution"], stub: "const mine = equal();" } };
  const { cells } = stubOf([withStub as TestCell, solved]);
  expect(cells.map((cell) => [cellText(cell), cell.metadata])).toEqual([
    ["const mine = equal();", { tags: ["exercise"] }],
  ]);
});

test("checks become attempts, which fail nothing, wherever the import stands", () => {
  const imports =
    'import { tf } from "taskweave";\nimport {\n  binary,\n  check,\n} from "taskweave";';
  expect(textOf([code("import", imports)])).toBe(imports.replace("check", "attempt as check"));
  const others = 'import { recheck } from "taskweave";\ncheck("a", true);';
  expect(textOf([code("import", others)])).toBe(others);
});

test("links of the notebook's own are rewritten, others stay", () => {
  expect(textOf([prose("a", "![m](../map/05.svg) [b](https://b.org)")])).toBe(
    "![m](new/../map/05.svg) [b](https://b.org)",
  );
});

test("the command writes stubs that compile, their pictures and a README, and replaces nothing", async () => {
  const out = join(folder, "out");
  const first = join(ROOT, "notebooks", "zh", "course", "01-everything-is-a-mapping.ipynb");
  const args = ["workshop", out, first, "--language", "zh"];
  expect((await taskweave(args)).code).toBe(0);
  expect(existsSync(join(out, "map", "01.svg"))).toBe(true);
  expect(readFileSync(join(out, "README.md"), "utf8")).toContain(
    "- [01 · 一切皆是映射 · Everything is a mapping](course/01-everything-is-a-mapping.ipynb)",
  );
  expect((await taskweave(["check", join(out, "course")])).out).toContain("1 passed, 0 failed");
  expect((await taskweave(args)).err).toBe(
    `Expected a new or empty folder. Found files in "${out}". Choose another.\n`,
  );
});

test("it takes the notebooks of the language asked for", async () => {
  mkdirSync(join(folder, "zh", "course"), { recursive: true });
  writeFileSync(join(folder, "zh", "course", "05.ipynb"), JSON.stringify(notebook(good())));
  const { err } = await taskweave(["workshop", join(folder, "out"), folder]);
  expect(err).toBe('Expected notebooks in "en". Found none. Name their folder, as notebooks/zh.\n');
});
