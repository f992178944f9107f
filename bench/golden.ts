// Compares every file of a folder of golden vectors (schema mtl-golden/1) with the library, and says what differs.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import "../src/engine";
import { expected, list } from "../src/errors";
import { compareArchitectures } from "../test/models/goldenArchitectures";
import { compare, type Outcome } from "../test/weighting/golden";
import { read } from "../test/weighting/goldenInputs";
import { compareRepresentations } from "../test/weighting/goldenRepresentation";
import { rows } from "../test/weighting/goldenRows";
import { shorten } from "../test/weighting/goldenRun";

const OTHERS: Record<string, typeof compareRepresentations> = {
  "libmtl_rep_grad.json": compareRepresentations,
  "libmtl_architectures.json": compareArchitectures,
};
/** Not answers of a method. */
const ASIDE: Record<string, string> = {
  "inputs.json": "the inputs",
  "solver_gaps.json": "how far each library's solver is from the exact optima",
};

export function main([folder = join(__dirname, "../test/golden"), ...more]: string[]): void {
  try {
    if (more.length > 0) throw expected("one folder", list([folder, ...more]), "Give one.");
    process.exitCode = judge(folder) === 0 ? 0 : 1;
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 2;
  }
}

/** Prints a line per file and method, then what was excused and what failed; the number of failures. */
function judge(folder: string): number {
  const files = filesOf(folder);
  const known = new Set([...rows.map(({ file }) => file), ...Object.keys(OTHERS)]);
  const outcomes = files.flatMap((file) => compared(folder, file));
  for (const { title, outcome, tolerance } of outcomes) print(title, outcome, tolerance);
  for (const file of files.filter((name) => name in ASIDE)) {
    console.log(`${file}: not compared, ${ASIDE[file]}`);
  }
  const missing = [...known].filter((name) => !files.includes(name));
  if (missing.length > 0) console.log(`\nNot in the folder: ${missing.join(", ")}`);

  const all = outcomes.map(({ title, outcome }) => ({ title, ...outcome }));
  const excused = all.flatMap(({ title, excused }) =>
    [...excused].map((e) => [title, ...e] as const),
  );
  if (excused.length > 0) console.log("\nExcused, and why:");
  for (const [title, reason, cases] of excused) {
    console.log(`  ${title}: ${reason} (${cases.length})\n    ${cases.join("\n    ")}`);
  }
  const failed = all.flatMap(({ title, failed }) => failed.map((what) => `${title}: ${what}`));
  if (failed.length > 0) console.log(`\nFailed:\n  ${failed.join("\n  ")}`);
  const count = excused.reduce((sum, [, , cases]) => sum + cases.length, 0);
  console.log(`\n${count} excused`);
  console.log(`${all.reduce((n, { passed }) => n + passed, 0)} passed, ${failed.length} failed`);
  return failed.length;
}

function filesOf(folder: string): string[] {
  const there = existsSync(folder) && statSync(folder).isDirectory();
  const files = there ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  if (files.some((name) => name !== "inputs.json")) return files.sort();
  throw expected(
    `golden files (*.json, schema mtl-golden/1) in ${folder}`,
    there ? "none" : "no such folder",
    "Name the folder that holds them: npm run golden -- DIR.",
  );
}

/** What a file gives, per method. */
function compared(folder: string, file: string) {
  const of = (title: string, make: () => Outcome, tolerance?: number) => ({
    title,
    tolerance,
    outcome: guarded(make),
  });
  if (file in ASIDE) return [];
  if (file in OTHERS) return [of(file, () => OTHERS[file](folder, file))];
  const own = rows.filter((row) => row.file === file);
  const strange = guarded(() => ({ ...none(), failed: unknown(folder, file) }));
  if (strange.failed.length > 0) return [{ title: file, outcome: strange, tolerance: undefined }];
  if (own.length === 0) {
    console.log(`${file}: not compared, no method of the library belongs to this name`);
  }
  return own.map((row) =>
    of([file, row.method].filter(Boolean).join(" "), () => compare(folder, row), row.tolerance),
  );
}

/** Methods in a file of several that no row belongs to. */
function unknown(folder: string, file: string): string[] {
  const methods = rows.filter((row) => row.file === file).flatMap(({ method }) => method ?? []);
  const { cases } = read<{ cases: { method?: string }[] }>(folder, file);
  if (methods.length === 0) return [];
  const strange = new Set(cases.map(({ method }) => method).filter((m) => !methods.includes(m!)));
  return [...strange].map((method) => `no method of the library belongs to "${method}"`);
}

const none = (): Outcome => ({ passed: 0, excused: new Map(), failed: [], worst: 0 });

/** A file that cannot be read is a failure; the others still count. */
function guarded(make: () => Outcome): Outcome {
  try {
    return make();
  } catch (error) {
    return { ...none(), failed: [(error as Error).message] };
  }
}

function print(title: string, { passed, excused, failed, worst }: Outcome, tolerance = 1e-5): void {
  const count = [...excused.values()].reduce((sum, cases) => sum + cases.length, 0);
  const cells = [`${passed} passed`, `${count} excused`, `${failed.length} failed`];
  const difference = `largest difference ${shorten(worst)} (${shorten(tolerance)} allowed)`;
  console.log(`${title.padEnd(44)}${cells.map((c) => c.padStart(12)).join("")}   ${difference}`);
}
