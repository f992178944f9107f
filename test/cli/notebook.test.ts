import { homedir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { format, toStore, type Cell, type Notebook } from "../../src/cli/notebook";

const folder = join(homedir(), "course");
const draw = async () => "<svg/>";

function notebook(cells: Partial<Cell>[]): Notebook {
  return {
    cells: cells.map((cell) => ({ cell_type: "code", source: "1", metadata: {}, ...cell })),
    metadata: { language_info: { name: "typescript", version: "5.0.4" } },
    nbformat: 4,
    nbformat_minor: 4,
  };
}

async function stored(...cells: Partial<Cell>[]): Promise<Cell[]> {
  return (await toStore(notebook(cells), { folder, draw })).cells;
}

test("timings and ids of displays are gone, other metadata stays", async () => {
  const [cell] = await stored({
    metadata: { execution: { "iopub.status.busy": "2026-01-01" }, tags: ["solution"] },
    outputs: [{ output_type: "display_data", data: {}, transient: { display_id: "x" } }],
  });
  expect(cell!.metadata).toEqual({ tags: ["solution"] });
  expect(cell!.outputs).toEqual([{ output_type: "display_data", data: {} }]);
});

test("executions count from 1, cells that did not run have none", async () => {
  const result = { output_type: "execute_result", execution_count: 9, data: {} } as const;
  const cells = await stored(
    { execution_count: 7 },
    { cell_type: "markdown" },
    { execution_count: null },
    { execution_count: 9, outputs: [result] },
  );
  expect(cells.map((cell) => cell.execution_count)).toEqual([1, undefined, null, 2]);
  expect(cells[3]!.outputs![0]!.execution_count).toBe(2);
});

test("cells keep their ids, and without one get the same one every time", async () => {
  const cells = await stored({ id: "a" }, { id: undefined });
  expect(cells.map((cell) => cell.id)).toEqual(["a", "cell-2"]);
});

test("texts do not name the notebook's folder or the home folder", async () => {
  const [cell] = await stored({
    outputs: [
      { output_type: "stream", text: [`${folder}\n`, `${folder}/data.csv\n`] },
      { output_type: "display_data", data: { "text/plain": join(homedir(), "x") } },
    ],
  });
  expect(cell!.outputs![0]!.text).toEqual([".\n", "./data.csv\n"]);
  expect(cell!.outputs![1]!.data).toEqual({ "text/plain": "~/x" });
});

test("a plotly figure gets its picture beside it", async () => {
  const figure = { data: [], layout: {} };
  const data = { "application/vnd.plotly.v1+json": figure, "text/plain": "Figure" };
  const [cell] = await stored({ outputs: [{ output_type: "display_data", data }] });
  expect(cell!.outputs![0]!.data).toEqual({ ...data, "image/svg+xml": ["<svg/>"] });
});

test("the kernel is named, without the versions of this machine", async () => {
  const { metadata } = await toStore(notebook([]), { folder, draw });
  expect(metadata.kernelspec).toMatchObject({ name: "taskweave" });
  expect(JSON.stringify(metadata)).not.toContain("5.0.4");
});

test("storing what was stored changes nothing, to the byte", async () => {
  const once = await toStore(
    notebook([{ execution_count: 5, outputs: [{ output_type: "stream", text: "a" }] }]),
    { folder, draw },
  );
  const twice = await toStore(JSON.parse(format(once)), { folder, draw });
  expect(format(twice)).toBe(format(once));
  expect(format(once)).toMatch(/^\{\n "cells": \[\n[^]*\n\}\n$/);
});
