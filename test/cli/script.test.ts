import { expect, test } from "vitest";
import { cellText, type Notebook } from "../../src/cli/notebook";
import { toNotebook, toScript } from "../../src/cli/script";

const notebook: Notebook = {
  cells: [
    { cell_type: "markdown", metadata: {}, source: ["# Title\n", "\n", "- a\n", "%% b"] },
    {
      cell_type: "code",
      id: "first",
      metadata: { tags: ["exercise"] },
      source: "// %% not a mark\nconst a = 1;\n\na",
      outputs: [],
    },
    { cell_type: "code", metadata: {}, source: [], outputs: [] },
    { cell_type: "raw", metadata: {}, source: "text" },
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
};

test("a notebook becomes a script with a mark above each cell", () => {
  expect(toScript(notebook)).toBe(
    [
      "// %% [markdown]\n// # Title\n//\n// - a\n// \\%% b\n",
      '// %% {"id":"first","tags":["exercise"]}\n// \\%% not a mark\nconst a = 1;\n\na\n',
      "// %%\n\n",
      "// %% [raw]\n// text\n",
    ].join("\n"),
  );
});

test("the script becomes the same cells again", () => {
  const back = toNotebook(toScript(notebook));
  expect(back.cells.map((cell) => [cell.cell_type, cellText(cell), cell.metadata])).toEqual(
    notebook.cells.map((cell) => [cell.cell_type, cellText(cell), cell.metadata]),
  );
  expect(back.cells.map(({ id }) => id)).toEqual(["cell-1", "first", "cell-3", "cell-4"]);
  expect(toScript(back)).toBe(toScript(notebook));
  expect(back.metadata.kernelspec).toMatchObject({ name: "taskweave" });
});

test("text before the first mark is refused", () => {
  expect(() => toNotebook("const lost = 1;\n// %%\n")).toThrow(
    'Expected a script that begins with "// %%". Found "const lost = 1;". Put the mark above it.',
  );
});

test("a mark that cannot be read and an id given twice are refused", () => {
  expect(() => toNotebook("// %% {id: 1}\n")).toThrow(
    "Expected JSON after the mark of a cell. Found // %% {id: 1}. Mend it, or leave it out.",
  );
  expect(() => toNotebook('// %%\n\n// %% {"id":"cell-1"}\n')).toThrow(
    'Expected cells with different ids. Found "cell-1" twice. Change one, or leave it out.',
  );
});
