// What a reader does with a solution: puts each line where the exercise has the line of that name, and runs the cell again.
import { createRequire } from "node:module";
import type * as TS from "@tslab/typescript-for-tslab";

// TypeScript is large: it is loaded by the first call, not with this file.
const load = createRequire(__filename);

/**
 * The code to run after an exercise. Statements of the solution that declare a name of the exercise take the place of the
 * statement that declares it there, with those before them, and the exercise is run again from the first of these; what
 * is left of the solution comes last. A solution with names of its own just follows.
 *
 * @example
 * solve("const a = load();\nconst n = 0; // your code\nuse(a, n)", "const n = 1;\ncheck('more', n > 0);");
 * // const n = 1; // use(a, n) // check('more', n > 0);
 */
export function solve(exercise: string, solution: string): string {
  const ts = load("@tslab/typescript-for-tslab") as typeof TS;
  const stub = statements(ts, exercise);
  const place = new Map(stub.flatMap(({ names }, at) => names.map((name) => [name, at] as const)));
  const inPlace = new Map<number, string[]>();
  let open: string[] = [];
  for (const { text, names } of statements(ts, solution)) {
    open.push(text);
    const at = names.map((name) => place.get(name)).find((found) => found !== undefined);
    if (at === undefined) continue;
    inPlace.set(at, [...(inPlace.get(at) ?? []), ...open]);
    open = [];
  }
  if (inPlace.size === 0) return solution;
  const first = Math.min(...inPlace.keys());
  const again = stub.flatMap(({ text }, at) => (at < first ? [] : (inPlace.get(at) ?? [text])));
  return [...again, ...open].map(apart).join("\n");
}

/** A value at the end of an exercise has no semicolon: a bracket on the next line would call it. */
function apart(text: string, at: number): string {
  return at > 0 && /^(\/\/.*\n|\s)*[([`]/.test(text) ? `;${text}` : text;
}

interface Statement {
  text: string;
  /** What it declares. */
  names: string[];
}

/** The statements, each with all that stands before it; together they are the code, also where it does not parse. */
function statements(ts: typeof TS, code: string): Statement[] {
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest);
  // A comment at the end of a line belongs to what stands on it.
  const ends = file.statements.map(
    ({ end }) => ts.getTrailingCommentRanges(code, end)?.at(-1)?.end ?? end,
  );
  return file.statements.map((statement, at) => ({
    text: code.slice(ends[at - 1] ?? 0, ends[at + 1] === undefined ? undefined : ends[at]).trim(),
    names: namesOf(ts, statement),
  }));
}

function namesOf(ts: typeof TS, statement: TS.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => bound(ts, name));
  const named =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return named && statement.name ? [statement.name.text] : [];
}

function bound(ts: typeof TS, name: TS.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? bound(ts, element.name) : [],
  );
}
