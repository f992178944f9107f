// Notebooks through the real kernel. Needs a Python with nbclient, which `npm test` sets up.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPython } from "../../src/cli/python";
import { ROOT, taskweave } from "./cli";

const ready = Boolean(findPython()?.packages.nbclient);
if (!ready) console.log("Not run: notebooks; missing a Python with nbclient (npm start)");

describe.skipIf(!ready)("run", () => {
  let folder: string;
  const file = (name: string) => join(folder, name);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "taskweave-run-test-"));
    mkdirSync(file("node_modules"));
    symlinkSync(ROOT, file("node_modules/taskweave"), "junction");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const codeCell = (source: string, i: number): object => ({
    cell_type: "code",
    id: `c${i}`,
    source,
    metadata: {},
    outputs: [],
    execution_count: null,
  });

  function write(name: string, ...sources: string[]): string {
    return writeCells(name, sources.map(codeCell));
  }

  function writeCells(name: string, cells: object[]): string {
    const text = JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
    writeFileSync(file(name), text);
    return text;
  }

  test(
    "--write stores outputs and a picture, and again changes no byte",
    { timeout: 120_000 },
    async () => {
      write(
        "good.ipynb",
        'import { plot, check } from "taskweave"',
        "console.log(process.cwd())",
        'plot.lines([{ name: "a", y: [1, 2] }], { title: "Two", x: "step", y: "loss" })',
        'check("one is less than two", 1 < 2, { one: 1 })',
      );
      const first = await taskweave(["run", "--write", "good.ipynb"], { cwd: folder });
      expect(first.out).toMatch(/^✓ good\.ipynb {2}4 cells +\d+\.\d s\n1 passed, 0 failed\n$/);
      const stored = readFileSync(file("good.ipynb"), "utf8");
      const outputs = JSON.parse(stored).cells.map((cell: { outputs: unknown[] }) => cell.outputs);
      expect(outputs[1][0].text).toEqual([".\n"]);
      expect(outputs[2][0].data["image/svg+xml"][0]).toMatch(/^<svg .*>Two<\/text>/);
      expect(outputs[3][0].text).toEqual(["✓ one is less than two (one = 1)\n"]);
      expect((await taskweave(["run", "--write", "."], { cwd: folder })).code).toBe(0);
      expect(readFileSync(file("good.ipynb"), "utf8")).toBe(stored);
    },
  );

  test(
    "a cell that fails is shown whole, reported, and its notebook is left as it was",
    { timeout: 120_000 },
    async () => {
      const before = write(
        "bad.ipynb",
        "const a = 1;",
        'function f() { throw new Error("boom") }\nf()',
      );
      const args = ["run", "--write", "--report", "report.json", "bad.ipynb"];
      const { code, out } = await taskweave(args, { cwd: folder });
      expect(code).toBe(1);
      expect(out).toMatch(/^✗ bad\.ipynb {2}cell 2 of 2 \(c1\) +\d+\.\d s\n {4}function f\(\)/);
      expect(out).toContain("Error: boom\n        at f (cell[2].ts:1:");
      expect(JSON.parse(readFileSync(file("report.json"), "utf8"))).toMatchObject({
        notebooks: [
          { path: "bad.ipynb", ok: false, cells: 2, error: { cell: 2, message: "Error: boom" } },
        ],
      });
      expect(readFileSync(file("bad.ipynb"), "utf8")).toBe(before);
    },
  );

  test(
    "--solutions runs each after its exercise, in the notebook's folder, and names the one that fails",
    { timeout: 120_000 },
    async () => {
      const solved = (name: string, answer: number) =>
        writeCells(name, [
          codeCell('import { check } from "taskweave";\nconst wanted = 3;', 0),
          {
            ...codeCell("const n = 1; // your code\nconst twice = 2 * n;", 1),
            id: "turn-2",
            metadata: { tags: ["exercise"] },
          },
          {
            cell_type: "markdown",
            id: "turn-2-solution",
            metadata: {},
            source: `<details><summary>Solution</summary>\n\n\`\`\`ts\nconst n = ${answer};\ncheck("six", twice === 2 * wanted, { twice });\nrequire("fs").appendFileSync("ran", process.cwd());\n\`\`\`\n</details>`,
          },
        ]);
      const before = solved("solved.ipynb", 3);
      solved("unsolved.ipynb", 4);
      const args = ["run", "--solutions", "--report", "r.json", "solved.ipynb", "unsolved.ipynb"];
      const { code, out } = await taskweave(args, { cwd: folder });
      expect(code).toBe(1);
      expect(out).toMatch(/^✓ solved\.ipynb {2}3 cells/);
      expect(out).toMatch(/✗ unsolved\.ipynb {2}cell 3 of 3 \(turn-2-solution\) /);
      expect(out).toContain("✗ six (twice = 8)");
      expect(realpathSync(readFileSync(file("ran"), "utf8"))).toBe(realpathSync(folder));
      expect(JSON.parse(readFileSync(file("r.json"), "utf8")).notebooks[1].error).toMatchObject({
        cell: 3,
        id: "turn-2-solution",
      });
      expect(readFileSync(file("solved.ipynb"), "utf8")).toBe(before);
      expect((await taskweave(["run", "unsolved.ipynb"], { cwd: folder })).code).toBe(0);
    },
  );

  test("solutions are never stored", async () => {
    write("kept.ipynb", "1");
    const args = ["run", "--solutions", "--write", "kept.ipynb"];
    const { code, err } = await taskweave(args, { cwd: folder });
    expect(code).toBe(2);
    expect(err).toContain("'--solutions' cannot be used with option '--write'");
  });

  test("a cell that takes too long fails", { timeout: 120_000 }, async () => {
    write("slow.ipynb", "await new Promise((done) => setTimeout(done, 60_000))");
    const { code, out } = await taskweave(["run", "--timeout", "1", "slow.ipynb"], { cwd: folder });
    expect(code).toBe(1);
    expect(out).toContain("The cell was not done after 1 s.");
  });

  test(
    "Ctrl-C ends the kernel and leaves the notebook as it was",
    { timeout: 120_000 },
    async () => {
      const cell =
        'require("fs").writeFileSync("pid", String(process.pid)); await new Promise(() => {})';
      const before = write("long.ipynb", cell);
      const started = () => readdirSync(folder).includes("pid");
      let child: { pid?: number } = {};
      const running = taskweave(["run", "--write", "long.ipynb"], {
        cwd: folder,
        spawned: (c) => (child = c),
      });
      while (!started()) await new Promise((done) => setTimeout(done, 100));
      process.kill(-child.pid!, "SIGINT");
      expect(await running).toMatchObject({ code: 130 });
      expect(() => process.kill(Number(readFileSync(file("pid"), "utf8")), 0)).toThrow("ESRCH");
      expect(readFileSync(file("long.ipynb"), "utf8")).toBe(before);
    },
  );
});
