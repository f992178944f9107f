// The type check of notebooks without running them: cell by cell, as the kernel would compile them.
import { createCompiler, type Converter } from "./compiler";
import { CompileError, describeError } from "./errors";
import { DECLARATIONS } from "./prelude";

/** A cell that does not compile. */
export interface CellProblem {
  /** Which code cell, from 1. */
  cell: number;
  /** The compiler's messages with the lines they are about. */
  message: string;
}

/**
 * Compiles notebooks, each given as the code of its code cells, and yields what is wrong with each; an empty list means
 * that all is well. Imports are resolved from the working directory, so call it in the notebooks' folder. The first
 * notebook takes a few seconds, the others one or two each; nothing is run.
 *
 * @example
 * const [problems] = typeCheck([["const n: number = 'one';"]]);
 */
export function* typeCheck(notebooks: Iterable<readonly string[]>): Generator<CellProblem[]> {
  const { converter, addLibrary } = createCompiler();
  addLibrary();
  try {
    for (const codes of notebooks) yield checkCells(converter, codes);
  } finally {
    converter.close();
  }
}

function checkCells(converter: Converter, codes: readonly string[]): CellProblem[] {
  const problems: CellProblem[] = [];
  let declarations = DECLARATIONS;
  codes.forEach((code, at) => {
    const { diagnostics, declOutput } = converter.convert(declarations, code);
    if (diagnostics.length > 0) {
      const error = new CompileError(`cell[${at + 1}].ts`, code, diagnostics);
      problems.push({ cell: at + 1, message: describeError(error).traceback.join("\n") });
    } else declarations = declOutput ?? "";
  });
  return problems;
}
