// taskweave lint: whether notebooks are made as our teaching notebooks are (CONTRIBUTING.md says how).
import type { Command } from "commander";
import { findNotebooks } from "./find";

export function addLint(program: Command): void {
  program
    .command("lint")
    .description(
      "check the form of teaching notebooks: header, sections, checks, exercises, figures",
    )
    .argument("[notebooks...]", "notebooks, or folders of them", ["."])
    .action(lintAll);
}

async function lintAll(paths: string[]): Promise<void> {
  const { lint } = await import("./lint/rules.js");
  let failed = 0;
  const files = findNotebooks(paths);
  for (const file of files) {
    const findings = lint(file);
    if (findings.length > 0) failed++;
    console.log(`${findings.length === 0 ? "✓" : "✗"} ${file}`);
    for (const { cell, message } of findings) console.log(`    ${cell}: ${message}`);
  }
  console.log(`${files.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}
