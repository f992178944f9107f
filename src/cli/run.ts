// taskweave run: executes notebooks through the real kernel, and stores their outputs when asked.
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { InvalidArgumentError, Option, type Command } from "commander";
import { toSVG } from "../plot/svg";
import { execute, type DoneEvent, type Failure } from "./execute";
import { findNotebooks } from "./find";
import { format, readNotebook, toStore, type Notebook } from "./notebook";
import { requirePython } from "./python";
import { withSolutions } from "./solutions/solutions";

export interface RunOptions {
  write?: boolean;
  solutions?: boolean;
  report?: string;
  timeout: number;
}

/** What --report writes; paths as they were found, with forward slashes. */
export interface Report {
  notebooks: { path: string; ok: boolean; seconds: number; cells: number; error?: Failure }[];
}

const INTERRUPTED = 130;

export function addRun(program: Command): void {
  program
    .command("run")
    .description("execute notebooks through the kernel; fails when a cell does")
    .argument("[notebooks...]", "notebooks, or folders of them", ["."])
    .option("--write", "store the outputs, with a picture beside every figure")
    .addOption(
      new Option("--solutions", "run the solution of every exercise after it").conflicts("write"),
    )
    .option("--report <file>", "write the results as JSON")
    .option("--timeout <seconds>", "what a cell may take", seconds, 600)
    .action(run);
}

async function run(paths: string[], options: RunOptions): Promise<void> {
  const notebooks = findNotebooks(paths);
  const python = requirePython().command;
  const { timeout } = options;
  const out = mkdtempSync(join(tmpdir(), "taskweave-run-"));
  const instead = options.solutions ? writeSolved(notebooks, out) : undefined;
  // Ctrl-C reaches Python too: it ends its kernel. We outlive it to clean up; files not yet done stay as they were.
  let interrupted = false;
  const onInterrupt = () => (interrupted = true);
  process.on("SIGINT", onInterrupt);
  const report: Report = { notebooks: [] };
  try {
    for await (const event of execute({ python, notebooks, out, instead, timeout })) {
      if (interrupted) break;
      if (event.event === "cell") {
        live(`  ${event.path}  cell ${event.cell} of ${event.cells}`);
        continue;
      }
      const done = event.ok && options.write ? await stored(event) : event;
      show(done);
      const { path, ok, seconds, cells, error } = done;
      report.notebooks.push({ path: path.split(sep).join("/"), ok, seconds, cells, error });
    }
  } catch (error) {
    if (!interrupted) throw error;
  } finally {
    process.removeListener("SIGINT", onInterrupt);
    rmSync(out, { recursive: true, force: true });
  }
  if (interrupted) {
    console.error("Interrupted. Notebooks that were not done are as they were.");
    process.exitCode = INTERRUPTED;
    return;
  }
  if (options.report) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
  const failed = report.notebooks.filter(({ ok }) => !ok).length;
  console.log(`${report.notebooks.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

/** Writes the notebooks with their solutions into a folder in `out`: 0.ipynb, 1.ipynb ... */
function writeSolved(notebooks: readonly string[], out: string): string {
  const folder = join(out, "solved");
  mkdirSync(folder);
  notebooks.forEach((path, i) =>
    writeFileSync(join(folder, `${i}.ipynb`), format(withSolutions(readNotebook(path)))),
  );
  return folder;
}

/** The event after storing the notebook; what cannot be drawn or written fails it. */
async function stored(event: DoneEvent): Promise<DoneEvent> {
  try {
    await write(event);
    return event;
  } catch (problem) {
    const message = `Its outputs cannot be stored: ${(problem as Error).message}`;
    return { ...event, ok: false, error: { cell: 0, id: "", source: "", message, traceback: "" } };
  }
}

/** Stores the executed notebook by renaming: whoever reads or interrupts sees the old one or the new one. */
async function write({ path, out }: DoneEvent): Promise<void> {
  const executed = JSON.parse(readFileSync(out!, "utf8")) as Notebook;
  const before = readFileSync(path, "utf8");
  const ids = (JSON.parse(before) as Notebook).cells.map((cell) => cell.id);
  executed.cells.forEach((cell, i) => (cell.id = ids[i]));
  const folder = resolve(dirname(path));
  const after = format(await toStore(executed, { folder, draw: toSVG }));
  if (after === before) return;
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, after);
  renameSync(temporary, path);
}

function show({ path, ok, seconds, cells, error }: DoneEvent): void {
  live("");
  const time = `${seconds.toFixed(1)} s`.padStart(8);
  if (ok) return console.log(`✓ ${path}  ${cells} cells ${time}`);
  const { cell, id, source, traceback, message } = error!;
  const name = id && ` (${id})`;
  const where = cell > 0 ? `cell ${cell} of ${cells}${name}` : "outside the cells";
  console.log(`✗ ${path}  ${where} ${time}`);
  const why = process.stdout.isTTY ? traceback : stripVTControlCharacters(traceback);
  console.log(indent([source, why || message].filter(Boolean).join("\n\n")));
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}

/** On a terminal, one line that is drawn over; elsewhere nothing. */
function live(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${text}`);
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("Expected whole seconds, 1 or more.");
}
