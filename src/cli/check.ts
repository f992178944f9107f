// taskweave check: compiles every cell and every solution of notebooks as the kernel would, and runs nothing.
import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import type { CellProblem, Code } from "../kernel/typeCheck";
import { findNotebooks } from "./find";
import { cellText, readNotebook, type Notebook } from "./notebook";
import { solutionsOf } from "./solutions/solutions";

/** The tag with which Jupyter marks a cell that is meant to fail. */
const MEANT_TO_FAIL = "raises-exception";

export function addCheck(program: Command): void {
  program
    .command("check")
    .description("check the types of notebooks without running them; fails when a cell does")
    .argument("[notebooks...]", "notebooks, or folders of them", ["."])
    .action(check);
}

async function check(paths: string[]): Promise<void> {
  const { typeCheck } = await import("../kernel/typeCheck.js");
  const start = process.cwd();
  let passed = 0;
  let failed = 0;
  for (const [folder, files] of byFolder(findNotebooks(paths))) {
    const notebooks = files.map((file) => codeOf(readNotebook(file)));
    process.chdir(folder);
    const found = typeCheck(notebooks);
    for (const [at, file] of files.entries()) {
      const cells = notebooks[at]!;
      const mayFail = new Set(cells.filter((cell) => cell.mayFail).map(({ name }) => name));
      const problems = (found.next().value as CellProblem[]).filter(
        ({ name }) => !mayFail.has(name),
      );
      show(
        file,
        cells.length,
        problems.map(({ message }) => message),
      );
      if (problems.length === 0) passed++;
      else failed++;
    }
    found.return(undefined);
    process.chdir(start);
  }
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

/** Cells import from their notebook's folder. */
function byFolder(files: readonly string[]): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const file of files) {
    const folder = resolve(dirname(file));
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  return folders;
}

interface CellCode extends Code {
  mayFail: boolean;
}

/** The code cells by number, and the solution of an exercise behind it, by its id. */
function codeOf(notebook: Notebook): CellCode[] {
  const solutions = solutionsOf(notebook);
  return notebook.cells
    .filter(({ cell_type }) => cell_type === "code")
    .flatMap((cell, at) => {
      const tags = cell.metadata.tags as string[] | undefined;
      const mayFail = Boolean(tags?.includes(MEANT_TO_FAIL));
      const own = { name: `cell[${at + 1}].ts`, code: cellText(cell), mayFail };
      const solution = solutions.get(cell.id!);
      if (!solution) return [own];
      return [own, { name: `${solution.id}.ts`, code: solution.code, mayFail: false }];
    });
}

function show(file: string, cells: number, problems: readonly string[]): void {
  console.log(problems.length === 0 ? `✓ ${file}  ${cells} cells` : `✗ ${file}`);
  for (const message of problems) console.log(message.replace(/^/gm, "    "));
}
