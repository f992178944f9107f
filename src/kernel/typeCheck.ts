// The type check of a notebook without running it: cell by cell, as the kernel would compile them.
import { createCellConverter } from "./compiler";
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
 * Compiles the code cells of a notebook one after another and says what is wrong with them; an empty list means that all
 * is well. Imports are resolved from the working directory, so call it in the notebook's folder. One call takes a second
 * or two; nothing is run.
 */
export function typeCheck(codes: readonly string[]): CellProblem[] {
  const { converter } = createCellConverter();
  const problems: CellProblem[] = [];
  let declarations = DECLARATIONS;
  codes.forEach((code, at) => {
    const { diagnostics, declOutput } = converter.convert(declarations, code);
    if (diagnostics.length > 0) {
      const error = new CompileError(`cell[${at + 1}].ts`, code, diagnostics);
      problems.push({ cell: at + 1, message: describeError(error).traceback.join("\n") });
    } else declarations = declOutput ?? "";
  });
  converter.close();
  return problems;
}
