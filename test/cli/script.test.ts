import { expect, test } from "vitest";
import { cellText, type Cell, type Notebook } from "../../src/cli/notebook";
import { toNotebook, toScript, withOutputs } from "../../src/cli/script";

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

test("blank lines of a cell, wherever they are, and unknown metadata come back", () => {
  const texts = ["\n\na\n\nb\n\n", "c\n", "", "\n", "d"];
  const metadata = { collapsed: true, mine: { deep: [1] } };
  const cells = texts.map((source): Cell => ({ cell_type: "code", metadata, source, outputs: [] }));
  cells.push({ cell_type: "markdown", metadata, source: "\ne\n\n" });
  const back = toNotebook(toScript({ ...notebook, cells }));
  expect(back.cells.map(cellText)).toEqual([...texts, "\ne\n\n"]);
  expect(back.cells.every((cell) => cell.metadata.collapsed && cell.metadata.mine)).toBe(true);
});

const output = (text: string) => ({ output_type: "stream" as const, text });
const ran = (id: string, source: string, count: number): Cell => ({
  ...{ cell_type: "code", id, source, metadata: {} },
  ...{ outputs: [output(`of ${source}`)], execution_count: count },
});

test("cells with the same text keep their outputs wherever they move; the others lose them", () => {
  const before = { ...notebook, cells: [ran("a", "1", 1), ran("b", "2", 2), ran("c", "1", 3)] };
  before.metadata = { authors: ["Ada"], kernelspec: { name: "mine" } };
  const script = '// %%\n0\n\n// %% {"id":"c"}\n1\n\n// %%\n1\n\n// %% {"id":"b"}\n3\n';
  const { cells, metadata } = withOutputs(toNotebook(script), before);
  expect(cells.map((cell) => [cell.id, cell.execution_count])).toEqual([
    ["cell-1", null],
    ["c", 3],
    ["cell-3", 1],
    ["b", null],
  ]);
  expect(cells.map((cell) => cell.outputs!.length)).toEqual([0, 1, 1, 0]);
  expect(metadata).toMatchObject(before.metadata);
});

test("a text cell keeps its attachments when its text changes", () => {
  const attachments = { "a.png": { "image/png": "iVBOR" } };
  const cell = { cell_type: "markdown", id: "m", metadata: {}, source: "old", attachments } as Cell;
  const before = { ...notebook, cells: [cell] };
  const [after] = withOutputs(toNotebook('// %% [markdown] {"id":"m"}\n// new\n'), before).cells;
  expect(after).toMatchObject({ attachments, source: ["new"] });
});
