// taskweave translate: the Chinese notebooks, from the English ones and the Chinese prose beside them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, relative } from "node:path";
import type { Command } from "commander";
import { findNotebooks } from "./find";
import { finding, type Finding } from "./lint/view";
import { format, readNotebook } from "./notebook";
import { assemble } from "./translation/assemble";
import { isTranslation, translationOf } from "./translation/place";
import { translationProblems } from "./translation/problems";
import { formatProse, parseProse } from "./translation/prose";
import { update } from "./translation/update";

export function addTranslate(program: Command): void {
  program
    .command("translate")
    .description(
      "write Chinese notebooks from English ones and zh/**/*.md, which it keeps up to date",
    )
    .argument("[notebooks...]", "English notebooks, or folders of them", ["."])
    .option("--check", "write nothing; fail when prose is missing or its English has changed")
    .action(translateAll);
}

function translateAll(paths: string[], { check = false }: { check?: boolean }): void {
  const files = findNotebooks(paths).filter((file) => !isTranslation(file));
  let failed = 0;
  for (const file of files) {
    const findings = check ? checkOne(file) : translateOne(file);
    if (findings.length > 0) failed++;
    console.log(
      `${findings.length === 0 ? "✓" : "✗"} ${relative("", translationOf(file, ".ipynb"))}`,
    );
    for (const { cell, message } of findings) console.log(`    ${cell}: ${message}`);
  }
  console.log(`${files.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

/** Brings the prose up to date and, when it is complete, writes the notebook. */
function translateOne(file: string): Finding[] {
  const notebook = readNotebook(file);
  const source = translationOf(file, ".md");
  const { prose } = update(notebook, readProse(source));
  mkdirSync(dirname(source), { recursive: true });
  writeChanged(source, formatProse(prose, basename(file)));
  const problems = [...translationProblems(notebook, prose)];
  if (problems.length === 0)
    writeChanged(translationOf(file, ".ipynb"), format(assemble(notebook, prose)));
  return problems;
}

function checkOne(file: string): Finding[] {
  const notebook = readNotebook(file);
  const prose = readProse(translationOf(file, ".md"));
  const problems = [...translationProblems(notebook, prose)];
  const stored = read(translationOf(file, ".ipynb"));
  if (problems.length === 0 && stored !== format(assemble(notebook, prose)))
    problems.push(
      finding(
        "file",
        "the code and outputs of the English notebook",
        stored === "" ? "no notebook" : "others",
        "Run npx taskweave translate.",
      ),
    );
  return problems;
}

function readProse(file: string) {
  return parseProse(read(file));
}

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function writeChanged(file: string, text: string): void {
  if (read(file) !== text) writeFileSync(file, text);
}
