import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { taskweave } from "./cli";

const folder = mkdtempSync(join(tmpdir(), "taskweave-convert-"));
afterAll(() => rmSync(folder, { recursive: true }));
const run = (...args: string[]) => taskweave(args, { cwd: folder });
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const read = (name: string) => readFileSync(join(folder, name), "utf8");

const NOTEBOOK = {
  cells: [
    { cell_type: "markdown", id: "title", metadata: {}, source: ["# One\n", "\n", "two"] },
    { cell_type: "code", id: "a", metadata: { tags: ["exercise"] }, source: "1 + 1", outputs: [] },
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
};
const SCRIPT =
  '// %% [markdown] {"id":"title"}\n// # One\n//\n// two\n\n// %% {"id":"a","tags":["exercise"]}\n1 + 1\n';

test("a notebook becomes a script beside it, and comes back with ids, tags and text", async () => {
  write("one.ipynb", JSON.stringify(NOTEBOOK));
  expect(await run("convert", "one.ipynb")).toEqual({ code: 0, out: "one.ts\n", err: "" });
  expect(read("one.ts")).toBe(SCRIPT);
  expect((await run("convert", "one.ts", "--out", "back.ipynb")).code).toBe(0);
  const { cells } = JSON.parse(read("back.ipynb"));
  expect(cells).toMatchObject([
    { cell_type: "markdown", id: "title", source: ["# One\n", "\n", "two"] },
    { cell_type: "code", id: "a", metadata: { tags: ["exercise"] }, source: ["1 + 1"] },
  ]);
});

test("a file with other cells is replaced only when forced; one with the same cells is left", async () => {
  write("two.ts", SCRIPT);
  write("two.ipynb", JSON.stringify(NOTEBOOK));
  const same = await run("convert", "two.ts");
  expect(same).toEqual({ code: 0, out: "two.ipynb has these cells already\n", err: "" });
  expect(read("two.ipynb")).toBe(JSON.stringify(NOTEBOOK));
  write("two.ts", SCRIPT.replace("1 + 1", "1 + 2"));
  expect(await run("convert", "two.ts")).toEqual({
    code: 1,
    out: "",
    err:
      'Expected no other file at "two.ipynb". Found one whose cells are different. ' +
      "Choose another with --out, or replace it with --force.\n",
  });
  expect((await run("convert", "two.ts", "--force")).code).toBe(0);
  expect(JSON.parse(read("two.ipynb")).cells[1].source).toEqual(["1 + 2"]);
});

test("a notebook that is replaced keeps the outputs of unchanged cells", async () => {
  const outputs = [{ output_type: "stream", name: "stdout", text: "hello" }];
  const cells = ["1", "2"].map((source) => ({
    ...{ cell_type: "code", id: `c${source}`, metadata: {}, source, outputs, execution_count: 1 },
  }));
  write("kept.ipynb", JSON.stringify({ ...NOTEBOOK, cells }));
  await run("convert", "kept.ipynb");
  write("kept.ts", read("kept.ts").replace("\n2\n", "\n3\n"));
  expect((await run("convert", "kept.ts", "--force")).code).toBe(0);
  const after = JSON.parse(read("kept.ipynb")).cells;
  expect(after[0]).toMatchObject({ source: "1", outputs, execution_count: 1 });
  expect(after[1]).toMatchObject({ source: ["3"], outputs: [], execution_count: null });
});

test("what cannot be converted is refused", async () => {
  write("bad.ipynb", "[]");
  const error = async (...args: string[]) => (await run("convert", ...args)).err;
  expect(await error("no.ipynb")).toBe(
    'Expected a file to convert. Found no "no.ipynb". Check the name.\n',
  );
  expect(await error("notes.md")).toBe(
    'Expected a file that ends in .ipynb or .ts. Found "notes.md". Name a notebook or a script.\n',
  );
  expect(await error("bad.ipynb")).toBe(
    'Expected a Jupyter notebook (format 4). Found something else in "bad.ipynb". Check the file.\n',
  );
  write("three.ts", SCRIPT);
  expect(await error("three.ts", "--out", "four.ts")).toBe(
    'Expected a file to write that ends in .ipynb. Found "four.ts". Change --out.\n',
  );
});
