// taskweave check: compiles every cell of notebooks as the kernel would, and runs nothing.
import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import type { CellProblem } from "../kernel/typeCheck";
import { findNotebooks } from "./find";
import { cellText, readNotebook, type Notebook } from "./notebook";

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
    const notebooks = files.map(readNotebook);
    process.chdir(folder);
    const found = typeCheck(notebooks.map(codeOf));
    for (const [at, file] of files.entries()) {
      const problems = (found.next().value as CellProblem[]).filter(isUnwanted(notebooks[at]!));
      show(file, codeOf(notebooks[at]!).length, problems);
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

function codeCells({ cells }: Notebook) {
  return cells.filter(({ cell_type }) => cell_type === "code");
}

function codeOf(notebook: Notebook): string[] {
  return codeCells(notebook).map(cellText);
}

function isUnwanted(notebook: Notebook): (problem: CellProblem) => boolean {
  const tags = codeCells(notebook).map(({ metadata }) => metadata.tags as string[] | undefined);
  return ({ cell }) => !tags[cell - 1]?.includes(MEANT_TO_FAIL);
}

function show(file: string, cells: number, problems: readonly CellProblem[]): void {
  console.log(problems.length === 0 ? `✓ ${file}  ${cells} cells` : `✗ ${file}`);
  for (const { message } of problems) console.log(message.replace(/^/gm, "    "));
}
