// taskweave convert: a notebook as a plain .ts file, which can be reviewed line by line, and back.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Command } from "commander";
import { expected } from "../errors";
import { format, readNotebook, type Notebook } from "./notebook";
import { toNotebook, toScript, withOutputs } from "./script";

export interface ConvertOptions {
  out?: string;
  force?: boolean;
}

const KINDS = { ".ipynb": ".ts", ".ts": ".ipynb" };
type Kind = keyof typeof KINDS;

export function addConvert(program: Command): void {
  program
    .command("convert")
    .description("write a notebook as a .ts file with cell marks, or such a file as a notebook")
    .argument("<file>", "FILE.ipynb or FILE.ts")
    .option("--out <file>", "where to; otherwise beside it, with the other ending")
    .option(
      "--force",
      "replace a file whose cells are different; unchanged cells keep their outputs",
    )
    .action(convert);
}

function convert(file: string, { out, force = false }: ConvertOptions): void {
  const from = kindOf(file);
  if (!existsSync(file)) throw expected("a file to convert", `no "${file}"`, "Check the name.");
  const to = KINDS[from];
  const target = out ?? file.slice(0, -from.length) + to;
  if (kindOf(target) !== to)
    throw expected(`a file to write that ends in ${to}`, `"${target}"`, "Change --out.");
  const script = scriptIn(file, from);
  if (existsSync(target)) {
    if (hasCells(target, kindOf(target), script))
      return console.log(`${target} has these cells already`);
    if (!force)
      throw expected(
        `no other file at "${target}"`,
        "one whose cells are different",
        "Choose another with --out, or replace it with --force.",
      );
  }
  writeFileSync(target, to === ".ts" ? script : format(notebookOf(script, target)));
  console.log(target);
}

function kindOf(file: string): Kind {
  const kind = (Object.keys(KINDS) as Kind[]).find((ending) => file.endsWith(ending));
  if (kind !== undefined) return kind;
  throw expected("a file that ends in .ipynb or .ts", `"${file}"`, "Name a notebook or a script.");
}

/** The script as a notebook, with the outputs that stand in the file it will replace. */
function notebookOf(script: string, target: string): Notebook {
  const notebook = toNotebook(script);
  return existsSync(target) ? withOutputs(notebook, readNotebook(target)) : notebook;
}

/** The file as a script, in the form this command writes. */
function scriptIn(file: string, kind: Kind): string {
  return toScript(kind === ".ts" ? toNotebook(readFileSync(file, "utf8")) : readNotebook(file));
}

/** Whether the file is made of the same cells, whatever their outputs; a file that cannot be read is not. */
function hasCells(file: string, kind: Kind, script: string): boolean {
  try {
    return scriptIn(file, kind) === script;
  } catch {
    return false;
  }
}
