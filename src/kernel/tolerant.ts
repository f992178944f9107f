// Three things a cell may do that tslab does not take well: say `export`, as code copied from a module does; declare a
// variable whose inferred type has no name that the declarations for later cells could write down; and declare a
// namespace, which tslab forgets after one more cell.
import type * as ts from "@tslab/typescript-for-tslab";
import type { Converter, ConvertResult, Diagnostic } from "tslab/dist/converter";
import type { TypeScript } from "./compiler";

/** The converter, made tolerant. */
export function tolerant(ts: TypeScript, converter: Converter): Converter {
  return {
    ...converter,
    convert(declarations, code) {
      const converted = convert(declarations, withoutExportWords(ts, code));
      const { declOutput } = converted;
      return declOutput === undefined
        ? converted
        : { ...converted, declOutput: declOutput + forgotten(ts, declarations, declOutput) };
    },
  };

  function convert(declarations: string, code: string): ConvertResult {
    const converted = converter.convert(declarations, code);
    const { diagnostics } = converted;
    if (diagnostics.length === 0 || !diagnostics.every(isUnnamed)) return converted;
    const again = converter.convert(declarations, withTypes(code, diagnostics));
    return again.diagnostics.length === 0 ? again : converted;
  }
}

/** Whether the compiler says that a type inferred for an export cannot be named. */
export function isUnnamed({ code }: Diagnostic): boolean {
  return (code >= 4000 && code < 4100) || [2527, 2742, 2883, 7056].includes(code);
}

/** Blanks, so that every other character stays where it is. */
function withoutExportWords(ts: TypeScript, code: string): string {
  if (!/\bexport\b/.test(code)) return code;
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true);
  let out = code;
  for (const statement of file.statements) {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword)) continue;
    for (const modifier of modifiers) if (isExport(ts, modifier)) out = blank(out, modifier);
  }
  return out;
}

function isExport(ts: TypeScript, modifier: ts.Modifier): boolean {
  return modifier.kind === ts.SyntaxKind.ExportKeyword;
}

function blank(code: string, node: ts.Node): string {
  const [start, end] = [node.getStart(), node.getEnd()];
  return code.slice(0, start) + " ".repeat(end - start) + code.slice(end);
}

/** Gives each complained-of variable a type: that of the module it imports, or `any`. */
function withTypes(code: string, diagnostics: readonly Diagnostic[]): string {
  const ends = new Set<number>();
  for (const { start, end, fileName } of diagnostics) {
    const declared = /\b(const|let|var)\s+$/.test(code.slice(0, start.offset));
    if (fileName === undefined && declared) ends.add(end.offset);
  }
  return [...ends]
    .sort((a, b) => b - a)
    .reduce((text, at) => text.slice(0, at) + typeFor(text.slice(at)) + text.slice(at), code);
}

function typeFor(rest: string): string {
  const imported = /^\s*=\s*await\s+import\(\s*("[^"]*"|'[^']*')\s*\)/.exec(rest)?.[1];
  return imported === undefined ? ": any" : `: typeof import(${imported})`;
}

/** The namespaces of `before` that `after` neither has nor replaces. */
function forgotten(ts: TypeScript, before: string, after: string): string {
  if (!/\bnamespace\b/.test(before)) return "";
  const read = (text: string): ts.SourceFile =>
    ts.createSourceFile("cells.d.ts", text, ts.ScriptTarget.Latest, true);
  const names = new Set(read(after).statements.flatMap((statement) => declared(ts, statement)));
  return read(before)
    .statements.filter(ts.isModuleDeclaration)
    .filter((statement) => !names.has(statement.name.text))
    .map((statement) => `${statement.getText()}\n`)
    .join("");
}

function declared(ts: TypeScript, statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const { name } = statement as ts.Statement & { name?: ts.Node };
  return name === undefined ? [] : [name.getText()];
}
