import { expect, test } from "vitest";
import { cellText, type Notebook } from "../../src/cli/notebook";
import { solutionsOf, withSolutions } from "../../src/cli/solutions/solutions";
import { solve } from "../../src/cli/solutions/solve";
import { code, good, prose, type TestCell } from "./lintNotebook";

const notebook = (cells: TestCell[]) =>
  ({ cells, metadata: {}, nbformat: 4 }) as unknown as Notebook;
const solution = (id: string, ...blocks: string[]) =>
  prose(
    id,
    blocks.map((b) => `<details><summary>Solution</summary>\n\n${b}\n</details>`).join("\n"),
  );
const ts = (text: string) => "```ts\n" + text + "\n```";

const exercise = `const data = load();
const rule = equal; // your code
const runs = await train(data, rule);
({ rule, runs })`;

test("a solution with names of its own follows, as it is", () => {
  const own = "// why\nconst other = await train(data, nash);\ncheck('better', other > runs);";
  expect(solve(exercise, own)).toBe(own);
});

test("a line of the exercise's name takes its place, and the exercise goes on from there", () => {
  expect(solve(exercise, "const rule = nash;")).toBe(
    "const rule = nash;\nconst runs = await train(data, rule);\n;({ rule, runs })",
  );
});

test("what stands before such a line goes with it, what is left comes last", () => {
  const text = `import { nash } from "taskweave";
const rule = nash;
check("good", runs > 1);
runs`;
  expect(solve(exercise, text)).toBe(`import { nash } from "taskweave";
const rule = nash;
const runs = await train(data, rule);
;({ rule, runs })
check("good", runs > 1);
runs`);
});

test("a bracket behind the exercise's last value is a line of its own", () => {
  expect(solve("const n = 1;\nn", "const n = 2;\n// both\n({ n })")).toBe(
    "const n = 2;\nn\n;// both\n({ n })",
  );
});

test("functions, types, classes and patterns have names too, and several lines are each put in their place", () => {
  const stub = `type Rows = number[];
const [a, { b, c: [d] }] = make();
function f() { return a; } // replace me
class K {}
interface I {}
f();`;
  const rest = ["function f() { return a; } // replace me", "class K {}", "interface I {}", "f();"];
  const solved = (line: string) => solve(stub, line).split("\n");
  expect(solved("type Rows = string[];")[1]).toMatch(/^const \[a/);
  expect(solved("const d = 1;")).toEqual(["const d = 1;", ...rest]);
  expect(solved("function f() {}")).toEqual(["function f() {}", ...rest.slice(1)]);
  expect(solved("class K { x = 1 }")).toEqual(["class K { x = 1 }", ...rest.slice(2)]);
  expect(solved("interface I { x: 1 }")).toEqual(["interface I { x: 1 }", ...rest.slice(3)]);
  expect(solve("const a = 1;\nlet b = 2;\nuse(a);\nlet c = 3;", "let c = 4;\nconst a = 5;")).toBe(
    "const a = 5;\nlet b = 2;\nuse(a);\nlet c = 4;",
  );
});

test("code that is not whole is not lost: the compiler has to see it", () => {
  const text = "start: () => {\n  return 1;\n},";
  expect(solve(exercise, text)).toBe(text);
});

test("a notebook's solutions are those folded below cells to work in; nothing else is code", () => {
  const cells = [
    code("turn-2", "const n = 1; // your code", "exercise"),
    solution("turn-2-solution", `${ts("const n = 2;")}\nWhy.\n\n${ts("check('two', n === 2);")}`),
    code("turn-3", "1", "exercise"),
    prose("turn-3-solution", ts("not folded")),
    code("plain", "1"),
    solution("plain-solution", ts("no exercise")),
  ];
  expect([...solutionsOf(notebook(cells))]).toEqual([
    ["turn-2", { id: "turn-2-solution", code: "const n = 2;\ncheck('two', n === 2);" }],
  ]);
});

test("solutions become cells behind their exercises, under their ids; the rest is as it was", () => {
  const before = notebook(good());
  const { cells } = withSolutions(before);
  const at = cells.findIndex(({ id }) => id === "turn-2");
  expect(cells[at + 1]).toMatchObject({ id: "turn-2-solution", cell_type: "code" });
  expect(cellText(cells[at + 1]!)).toBe("# no heading\n2");
  expect(cells.map(({ id }) => id)).toEqual(before.cells.map(({ id }) => id));
  expect(cells.filter((_, i) => i !== at + 1)).toEqual(
    before.cells.filter(({ id }) => id !== "turn-2-solution"),
  );
});
