// Runs cells one after another in one scope: compile, run, hand back the last expression's value.
import { join } from "node:path";
import vm from "node:vm";
import { cellName, cellOf, Interrupted, type Cell } from "./cell";
import { createCompiler, type Compiler } from "./compiler";
import { CompileError } from "./errors";
import { learnMaps } from "./linemap";
import { createModules } from "./modules";
import { CELL } from "./rewrite";
import { createRuntime } from "./runtime";

export interface Session {
  /** The value of the cell's last expression; throws what the cell throws, or a CompileError. */
  execute(cell: Cell, code: string): Promise<unknown>;
  /** What can be done beforehand, so that the first cell need not wait for it. */
  chores(): (() => void)[];
  /** The compiler (made at the first call) and the declarations of the cells so far. */
  language(): Compiler & { declarations: string };
}

/** What every cell can call, declared for the type checker and given by value. */
export interface Prelude {
  declarations: string;
  values: Record<string, unknown>;
}

const WARM = "import * as taskweave from 'taskweave';";
const PASS = Symbol.for("taskweave.cell");
const START = new vm.Script(`globalThis[Symbol.for("${PASS.description}")]()`, {
  filename: join(__dirname, "start"),
});

export function createSession(
  interrupts: Int32Array,
  running: () => Cell | undefined,
  prelude: Prelude,
): Session {
  const scope: Record<string, unknown> = { ...prelude.values };
  const modules = createModules(process.cwd());
  const runtime = createRuntime(scope, interrupts, running);
  let declarations = prelude.declarations;
  let compiler: Compiler | undefined;

  function language(): ReturnType<Session["language"]> {
    compiler ??= createCompiler();
    return { ...compiler, declarations };
  }

  async function execute(cell: Cell, code: string): Promise<unknown> {
    const converted = language().converter.convert(declarations, code);
    modules.update(converted.sideOutputs ?? []);
    if (converted.diagnostics.length > 0)
      throw new CompileError(cellName(cell), code, converted.diagnostics);
    // A cell that fails half-way leaves the names it got to; the others throw when they are read.
    declarations = converted.declOutput ?? "";
    if (converted.output === undefined) return undefined;
    await modules.prepare(converted.output);
    learnMaps(cellName(cell), converted.output, code, 1);
    await cellOf.run(cell, () =>
      run(cellName(cell), converted.output!, [scope, modules.require, runtime]),
    );
    const name = converted.lastExpressionVar;
    if (name === undefined) return undefined;
    const value = scope[name];
    delete scope[name];
    return value;
  }

  function chores(): (() => void)[] {
    return [
      () => void language(),
      () => {
        language().addLibrary();
        language().converter.convert(declarations, WARM);
      },
      () => void modules.require("taskweave"),
    ];
  }

  return { execute, chores, language };
}

/** Ctrl-C ends the synchronous part at once, whatever it is doing; loops and awaits of the cell end by themselves. */
function run(filename: string, code: string, cell: unknown[]): Promise<void> {
  const main = vm.runInThisContext(`(async function (exports, require, ${CELL}) {\n${code}\n})`, {
    filename,
    lineOffset: -1,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as (...cell: unknown[]) => Promise<void>;
  (globalThis as Record<symbol, unknown>)[PASS] = () => main(...cell);
  try {
    return START.runInThisContext({ breakOnSigint: true }) as Promise<void>;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === "ERR_SCRIPT_EXECUTION_INTERRUPTED" ? new Interrupted() : error;
  }
}
