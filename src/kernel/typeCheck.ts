// The type check of notebooks without running them: cell by cell, as the kernel would compile them.
import { createCompiler, type Converter } from "./compiler";
import { CompileError, describeError } from "./errors";
import { DECLARATIONS } from "./prelude";

/** The code of a cell, and the name of the file that messages give: "cell[2].ts". */
export interface Code {
  name: string;
  code: string;
}

/** A cell that does not compile. */
export interface CellProblem {
  /** The name of the cell. */
  name: string;
  /** The compiler's messages with the lines they are about. */
  message: string;
}

/**
 * Compiles notebooks, each given as its code cells, and yields what is wrong with each; an empty list means
 * that all is well. Imports are resolved from the working directory, so call it in the notebooks' folder. The first
 * notebook takes a few seconds, the others one or two each; nothing is run.
 *
 * @example
 * const [problems] = typeCheck([[{ name: "cell[1].ts", code: "const n: number = 'one';" }]]);
 */
export function* typeCheck(notebooks: Iterable<readonly Code[]>): Generator<CellProblem[]> {
  const { converter, addLibrary } = createCompiler();
  addLibrary();
  try {
    for (const cells of notebooks) yield checkCells(converter, cells);
  } finally {
    converter.close();
  }
}

function checkCells(converter: Converter, cells: readonly Code[]): CellProblem[] {
  const problems: CellProblem[] = [];
  let declarations = DECLARATIONS;
  for (const { name, code } of cells) {
    const { diagnostics, declOutput } = converter.convert(declarations, code);
    if (diagnostics.length > 0) {
      const error = new CompileError(name, code, diagnostics);
      problems.push({ name, message: describeError(error).traceback.join("\n") });
    } else declarations = declOutput ?? "";
  }
  return problems;
}
