// The statement with which a cell shares its variables: accessors, so that later cells read and write the variables
// themselves and not copies.
import type * as ts from "@tslab/typescript-for-tslab";
import type { TypeScript } from "./compiler";

/** `__cell.bind({ get a() { return a; }, set a(value) { a = value; }, ... })` for each value the cell declares. */
export function bindings(
  ts: TypeScript,
  checker: ts.TypeChecker,
  file: ts.SourceFile,
  cell: string,
): ts.Statement {
  const f = ts.factory;
  const locals = (file as unknown as { locals?: Map<string, ts.Symbol> }).locals ?? new Map();
  const accessors: ts.ObjectLiteralElementLike[] = [];
  for (const [name, symbol] of locals) {
    if (!isValue(ts, checker, symbol)) continue;
    const value = f.createIdentifier(name);
    const body = f.createBlock([f.createReturnStatement(value)]);
    accessors.push(f.createGetAccessorDeclaration(undefined, name, [], undefined, body));
    if (!isVariable(ts, symbol)) continue;
    const parameter = f.createParameterDeclaration(undefined, undefined, "__value");
    const assign = f.createAssignment(value, f.createIdentifier("__value"));
    const write = f.createBlock([f.createExpressionStatement(assign)]);
    accessors.push(f.createSetAccessorDeclaration(undefined, name, [parameter], write));
  }
  const callee = f.createPropertyAccessExpression(f.createIdentifier(cell), "bind");
  const bound = f.createObjectLiteralExpression(accessors);
  return f.createExpressionStatement(f.createCallExpression(callee, undefined, [bound]));
}

function isValue(ts: TypeScript, checker: ts.TypeChecker, symbol: ts.Symbol): boolean {
  const declaration = symbol.declarations?.[0];
  if (declaration && ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient)
    return false;
  if (symbol.flags & ts.SymbolFlags.ConstEnum) return false;
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return (target.flags & ts.SymbolFlags.Value) !== 0;
}

function isVariable(ts: TypeScript, symbol: ts.Symbol): boolean {
  const declaration = symbol.valueDeclaration;
  return (
    (symbol.flags & ts.SymbolFlags.Variable) !== 0 &&
    declaration !== undefined &&
    (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0
  );
}
