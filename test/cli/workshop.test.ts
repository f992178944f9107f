import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findNotebooks } from "../../src/cli/find";
import { cellText, readNotebook, type Notebook } from "../../src/cli/notebook";
import { findPython } from "../../src/cli/python";
import { stub } from "../../src/cli/workshop/stub";
import { ROOT, taskweave } from "./cli";
import { code, good, prose, type TestCell } from "./lintNotebook";

const NOTEBOOKS = ["notebooks/articles", "notebooks/course"];
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

describe.each([
  ["en", "_Your answer:_"],
  ["zh", "*你的答案：*"],
])("all notebooks in %s", (language, answer) => {
  test("have nothing solved, room for the answer in words, and links that lead somewhere", async () => {
    const out = join(folder, "out");
    await taskweave(["workshop", out, "--language", language], { cwd: ROOT });
    const readme = readFileSync(join(out, "README.md"), "utf8");
    const files = [...readme.matchAll(/\]\(([^)]+\.ipynb)\)/g)].map(([, file]) => file!);
    expect(files.length).toBe(findNotebooks(NOTEBOOKS.map((part) => join(ROOT, part))).length);
    for (const file of files) {
      const { cells } = readNotebook(join(out, file));
      const words = cells.filter(({ cell_type }) => cell_type === "markdown").map(cellText);
      const text = words.join("\n\n");
      expect.soft(text, file).not.toMatch(/<details>|<summary>/);
      expect.soft(text.split(answer).length - 1, file).toBe(1);
      const own = [...text.matchAll(/\]\((\.[^)\s]+)\)/g)].map(([, target]) => target!);
      for (const target of own)
        expect.soft(existsSync(join(out, dirname(file), target)), `${file}: ${target}`).toBe(true);
      const ran = cells.some(({ outputs, execution_count: n }) => outputs?.length || n != null);
      expect.soft(ran, file).toBe(false);
    }
  });
});

test.skipIf(!findPython()?.packages.nbclient)(
  "a Chinese stub runs to its end, and what is not solved yet prints ✗",
  { timeout: 180_000 },
  async () => {
    const made = join(folder, "zh", "course", "05-small.ipynb");
    mkdirSync(dirname(made), { recursive: true });
    const tag = { kernelspec: { name: "taskweave" } };
    const cells = [
      prose("title", "# 05 · 小例子            Small"),
      code("import", 'import { check } from "taskweave";'),
      { ...code("turn-2", "const n = 2;", "solution"), metadata: { tags: ["solution"], stub: "const n = 1; // replace me" } }, // prettier-ignore
      code("claim", 'check("n is two", n > 1, { n });'),
      code("end", 'require("fs").writeFileSync("end", "reached");'),
    ];
    const text = { cells, metadata: tag, nbformat: 4, nbformat_minor: 5 };
    writeFileSync(made, JSON.stringify(text));
    const out = join(folder, "out");
    await taskweave(["workshop", out, made, "--language", "zh"]);
    mkdirSync(join(out, "node_modules"));
    symlinkSync(ROOT, join(out, "node_modules", "taskweave"), "junction");
    const stub = join(out, "course", "05-small.ipynb");
    const { code: ended, out: said } = await taskweave(["run", "--write", stub]);
    expect(said).toContain("1 passed, 0 failed");
    expect(ended).toBe(0);
    expect(existsSync(join(out, "course", "end"))).toBe(true);
    const claim = readNotebook(stub).cells.find(({ id }) => id === "claim");
    expect(JSON.stringify(claim!.outputs)).toContain("✗ n is two (n = 1)");
  },
);

test("it takes the notebooks of the language asked for", async () => {
  mkdirSync(join(folder, "zh", "course"), { recursive: true });
  writeFileSync(join(folder, "zh", "course", "05.ipynb"), JSON.stringify(notebook(good())));
  const { err } = await taskweave(["workshop", join(folder, "out"), folder]);
  expect(err).toBe('Expected notebooks in "en". Found none. Name their folder, as notebooks/zh.\n');
});
