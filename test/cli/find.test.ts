import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findNotebooks } from "../../src/cli/find";

let folder: string;
const at = (...names: string[]) => join(folder, ...names);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "taskweave-find-"));
  for (const inner of ["b", ".ipynb_checkpoints", "node_modules", "empty"]) mkdirSync(at(inner));
  for (const file of ["c.ipynb", "a.ipynb", "notes.md", "b/d.ipynb", "node_modules/e.ipynb"]) {
    writeFileSync(at(file), "{}");
  }
  writeFileSync(at(".ipynb_checkpoints", "a.ipynb"), "{}");
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a folder stands for its notebooks by name, without copies and packages", () => {
  expect(findNotebooks([folder])).toEqual([at("a.ipynb"), at("b", "d.ipynb"), at("c.ipynb")]);
});

test("translations belong to their originals: only who names their folder, or asks, gets them", () => {
  mkdirSync(at("l", "zh", "course"), { recursive: true });
  mkdirSync(at("l", "course"));
  const [original, translation] = [
    at("l", "course", "f.ipynb"),
    at("l", "zh", "course", "f.ipynb"),
  ];
  for (const file of [original, translation]) writeFileSync(file, "{}");
  expect(findNotebooks([at("l")])).toEqual([original]);
  expect(findNotebooks([at("l")], { translations: true })).toEqual([original, translation]);
  expect(findNotebooks([at("l", "zh")])).toEqual([translation]);
  expect(findNotebooks([translation])).toEqual([translation]);
  rmSync(at("l"), { recursive: true });
});

test("files keep their order, and none comes twice", () => {
  expect(findNotebooks([at("c.ipynb"), at("b"), folder])).toEqual([
    at("c.ipynb"),
    at("b", "d.ipynb"),
    at("a.ipynb"),
  ]);
});

test("what is not there, no notebook, or empty is an error that says so", () => {
  expect(() => findNotebooks([at("z.ipynb")])).toThrow(`Found no "${at("z.ipynb")}". Check`);
  expect(() => findNotebooks([at("notes.md")])).toThrow("Expected a notebook (.ipynb) or a folder");
  expect(() => findNotebooks([at("empty")])).toThrow(`Found none in the folder "${at("empty")}"`);
});
