// Stack traces in lines of the notebook. A cell is translated twice (TypeScript to modules to CommonJS), so a position is
// looked up in two source maps; frames of the kernel itself are hidden.
import { SourceMap, type SourceMapping } from "node:module";
import { sep } from "node:path";

/** Says where generated code of one file came from. */
interface Mapped {
  /** The packed maps, read when the first error asks for them. */
  packed: string;
  maps?: SourceMap[];
  /** Lines that were added above the source before it was compiled. */
  added: number;
  source: string[];
}

const MARK = "//# taskweave-maps=";
const KERNEL = __dirname + sep;
const files = new Map<string, Mapped>();

/** Both maps as a comment, to travel at the end of the generated code. */
export function packMaps(...maps: string[]): string {
  return `${MARK}${Buffer.from(JSON.stringify(maps)).toString("base64")}\n`;
}

/** Remembers the maps at the end of `code`, which will run as `filename`. */
export function learnMaps(filename: string, code: string, source: string, added = 0): void {
  const at = code.lastIndexOf(MARK);
  const packed = at < 0 ? "" : code.slice(at + MARK.length);
  files.set(filename, { packed, added, source: source.split("\n") });
}

/** The line and column (from 1) in the source that line and column of the generated code came from. */
export function sourcePosition(filename: string, line: number, column: number): [number, number] {
  const file = files.get(filename);
  if (file === undefined) return [line, column];
  let position: [number, number] = [line - 1, column - 1];
  file.maps ??= unpack(file.packed);
  for (const map of file.maps) {
    const entry = map.findEntry(...position) as Partial<SourceMapping>;
    if (entry.originalLine === undefined || entry.originalColumn === undefined) break;
    position = [entry.originalLine, entry.originalColumn];
  }
  return [Math.max(1, position[0] + 1 - file.added), position[1] + 1];
}

/** Line `line` (from 1) of a cell or local file that has run. */
export function sourceLine(filename: string, line: number): string | undefined {
  return files.get(filename)?.source[line - 1];
}

/** Makes every `error.stack` speak of source lines from now on. */
export function mapStackTraces(): void {
  Error.prepareStackTrace = (error, frames) => {
    const lines = frames
      .filter((frame) => !isHidden(frame))
      .map((frame) => `\n    at ${describe(frame)}`);
    return header(error) + lines.join("");
  };
}

function unpack(packed: string): SourceMap[] {
  if (packed === "") return [];
  const maps = JSON.parse(Buffer.from(packed, "base64").toString()) as string[];
  return maps.map((map) => new SourceMap(JSON.parse(map)));
}

function header(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}

function isHidden(frame: NodeJS.CallSite): boolean {
  return (
    /^node:(internal|events|vm|async_hooks)/.test(frame.getFileName() ?? "") || isKernel(frame)
  );
}

function isKernel(frame: NodeJS.CallSite): boolean {
  return frame.getFileName()?.startsWith(KERNEL) ?? false;
}

function describe(frame: NodeJS.CallSite): string {
  const name = frame.getFileName();
  const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
  if (name == null || line === null || column === null || !files.has(name)) return String(frame);
  const mapped = `${name}:${sourcePosition(name, line, column).join(":")}`;
  return String(frame)
    .replace(`${name}:${line}:${column}`, mapped)
    .replace(/^(async )?Object\./, "$1")
    .replace(/^(async )?<anonymous> \((.*)\)$/, "$2");
}
