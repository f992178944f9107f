import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { taskweave } from "./cli";

const folder = mkdtempSync(join(tmpdir(), "taskweave-check-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, cells: { source: string; tags?: string[] }[]): void {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  const code = cells.map(({ source, tags = [] }) => ({
    cell_type: "code",
    source,
    metadata: { tags },
  }));
  writeFileSync(join(folder, name), JSON.stringify({ cells: code, metadata: {}, nbformat: 4 }));
}

test("every notebook is checked in its folder; an error is shown as cell and line", async () => {
  write("a/good.ipynb", [
    { source: "import { one } from './helper';\nconst two: number = one + 1;" },
    { source: "const wrong: string = two;", tags: ["raises-exception"] },
  ]);
  writeFileSync(join(folder, "a", "helper.ts"), "export const one = 1;\n");
  write("b/bad.ipynb", [
    { source: "const n = 1;" },
    { source: "\nconst s: string = n;\nthrow new Error('never run');" },
  ]);
  const { code, out } = await taskweave(["check"], { cwd: folder });
  expect(code).toBe(1);
  expect(out).toBe(
    [
      `✓ ${join("a", "good.ipynb")}  2 cells`,
      `✗ ${join("b", "bad.ipynb")}`,
      "    cell[2].ts:2:7 - error TS2322: Type 'number' is not assignable to type 'string'.",
      "    2 | const s: string = n;",
      "              ^",
      "1 passed, 1 failed\n",
    ].join("\n"),
  );
  const folded = "<details>\n\n```ts\nconst n: string = 2;\n```\n</details>";
  const exercise = { cell_type: "code", id: "turn-2", metadata: { tags: ["exercise"] } };
  const cells = [
    { ...exercise, source: "const n = 1; // your code" },
    { cell_type: "markdown", id: "turn-2-solution", metadata: {}, source: folded },
  ];
  mkdirSync(join(folder, "c"));
  writeFileSync(join(folder, "c/c.ipynb"), JSON.stringify({ cells, metadata: {}, nbformat: 4 }));
  const { out: ofSolution } = await taskweave(["check", "c"], { cwd: folder });
  expect(ofSolution).toContain("turn-2-solution.ts:1:7 - error TS2322: Type 'number'");
  expect((await taskweave(["check", "a"], { cwd: folder })).code).toBe(0);
}, 120_000);
