// A rule for plain tslab: `{ tasks }` loses a variable of an earlier cell there, `{ tasks: tasks }` does not.
import { createRequire } from "node:module";
import type * as TS from "@tslab/typescript-for-tslab";
import { finding, type Finding, type View } from "./view";

// The compiler that tslab brings, wherever npm put it.
const ts = createRequire(require.resolve("tslab/package.json"))(
  "@tslab/typescript-for-tslab",
) as typeof TS;

export function* shorthand({ cells }: View): Generator<Finding> {
  for (const { id, code, text } of cells)
    if (code)
      for (const name of acrossCells(text))
        yield finding(
          id,
          `a variable of an earlier cell written out, { ${name}: ${name} }`,
          `{ ${name} }`,
          "Plain tslab loses the short form (an upstream fault).",
        );
}

/** Shorthand properties whose variable this cell does not declare. */
function acrossCells(code: string): string[] {
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true);
  const declared = new Set<string>();
  const used = new Set<string>();
  const visit = (node: TS.Node) => {
    const { name } = node as Partial<TS.NamedDeclaration>;
    if (ts.isShorthandPropertyAssignment(node)) used.add(node.name.text);
    else if (name && ts.isIdentifier(name) && declares(node)) declared.add(name.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...used].filter((name) => !declared.has(name));
}

function declares(node: TS.Node): boolean {
  return [
    ts.isVariableDeclaration,
    ts.isParameter,
    ts.isFunctionDeclaration,
    ts.isClassDeclaration,
    ts.isBindingElement,
    ts.isImportSpecifier,
  ].some((is) => is(node));
}
