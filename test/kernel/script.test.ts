import { expect, it } from "vitest";
import { cellText, toNotebook, toScript, type NotebookFile } from "../../src/kernel/script";

const notebook: NotebookFile = {
  cells: [
    { cell_type: "markdown", metadata: {}, source: ["# Title\n", "\n", "- a\n", "%% b"] },
    { cell_type: "code", metadata: {}, source: "// %% not a mark\nconst a = 1;\n\na", outputs: [] },
    { cell_type: "code", metadata: {}, source: [], outputs: [] },
    { cell_type: "raw", metadata: {}, source: "text" },
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
};

it("a notebook becomes a script with a mark above each cell", () => {
  expect(toScript(notebook)).toBe(
    [
      "// %% [markdown]\n// # Title\n//\n// - a\n// \\%% b\n",
      "// %%\n// \\%% not a mark\nconst a = 1;\n\na\n",
      "// %%\n\n",
      "// %% [raw]\n// text\n",
    ].join("\n"),
  );
});

it("the script becomes the same cells again", () => {
  const back = toNotebook(toScript(notebook));
  expect(back.cells.map((cell) => [cell.cell_type, cellText(cell)])).toEqual(
    notebook.cells.map((cell) => [cell.cell_type, cellText(cell)]),
  );
  expect(toScript(back)).toBe(toScript(notebook));
  expect(back.metadata.kernelspec).toMatchObject({ name: "taskweave" });
});

it("text before the first mark is refused", () => {
  expect(() => toNotebook("const lost = 1;\n// %%\n")).toThrow(
    'Expected a script that begins with "// %%". Found "const lost = 1;". Put the mark above it.',
  );
});
