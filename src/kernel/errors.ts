// What a failed cell shows: name, message and a traceback in lines of the notebook.
import { inspect, types } from "node:util";
import type { Diagnostic } from "./compiler";
import { sourceLine } from "./linemap";
import { isUnnamed } from "./tolerant";

/** The content of an `error` message. */
export interface Failure {
  [key: string]: unknown;
  ename: string;
  evalue: string;
  traceback: string[];
}

/** A cell that does not compile. */
export class CompileError extends Error {
  override name = "CompileError";
  constructor(
    readonly file: string,
    readonly code: string,
    readonly diagnostics: readonly Diagnostic[],
  ) {
    super(diagnostics[0]?.messageText ?? "");
  }
}

/** Anything a cell may throw, as the front end shows it. */
export function describeError(error: unknown): Failure {
  if (error instanceof CompileError)
    return {
      ename: error.name,
      evalue: error.message,
      traceback: error.diagnostics.flatMap((diagnostic) => explain(error, diagnostic)),
    };
  if (!isError(error))
    return { ename: "Thrown", evalue: inspect(error), traceback: [`Thrown: ${inspect(error)}`] };
  const stack = inCellWords(typeof error.stack === "string" ? error.stack : String(error));
  const lines = [...stack.split("\n"), ...excerpt(stack)];
  if (error.cause !== undefined) lines.push("Caused by:", ...describeError(error.cause).traceback);
  return { ename: error.name, evalue: inCellWords(error.message), traceback: lines };
}

/** V8 names a variable of an earlier cell as the kernel reaches it. */
function inCellWords(message: string): string {
  return message.replace(/\bexports\.(\w+ is not (?:a |iterable))/, "$1");
}

function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}

function explain(error: CompileError, diagnostic: Diagnostic): string[] {
  const { line, character } = diagnostic.start;
  const where = `${diagnostic.fileName ?? error.file}:${line + 1}:${character + 1}`;
  const first = `${where} - error TS${diagnostic.code}: ${diagnostic.messageText}`;
  const source = diagnostic.fileName === undefined ? error.code.split("\n")[line] : undefined;
  const width = diagnostic.end.line === line ? diagnostic.end.character - character : 1;
  const lines = source === undefined ? [] : underline(source, line + 1, character, width);
  return [first, ...lines, ...advice(diagnostic)];
}

/** Later cells see declarations, so what they see of this one needs a type that can be written down. */
function advice(diagnostic: Diagnostic): string[] {
  return isUnnamed(diagnostic) ? ["Write its type down (`any` will do), for later cells."] : [];
}

/** The line of the notebook where the topmost known frame stands. */
function excerpt(stack: string): string[] {
  const [, file, line, column] = /^\s+at .*?([^\s(]+\.ts):(\d+):(\d+)\)?$/m.exec(stack) ?? [];
  const source = file === undefined ? undefined : sourceLine(file, Number(line));
  return source === undefined
    ? []
    : ["", ...underline(source, Number(line), Number(column) - 1, 1)];
}

function underline(source: string, line: number, column: number, width: number): string[] {
  const margin = `${line} | `;
  return [
    margin + source,
    " ".repeat(margin.length) +
      source.slice(0, column).replace(/\S/g, " ") +
      "^".repeat(Math.max(1, width)),
  ];
}
