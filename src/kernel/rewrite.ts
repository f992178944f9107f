// What is changed in a cell before it becomes JavaScript, so that cells share live variables and can be interrupted:
//   let n = 0;           first the cell says __cell.bind({ get n() { return n; }, set n(value) { n = value; } })
//   await p              await __cell.wait(p)             for await (x of xs)   for await (x of __cell.each(xs))
//   while (c) s          while (c) { __cell.check(); s }
//   ({ earlier })        ({ earlier: exports.earlier })   where an earlier cell declared the name
import type * as ts from "@tslab/typescript-for-tslab";
import { bindings } from "./bindings";
import type { TypeScript } from "./compiler";

/** The name under which a cell reaches the kernel (see session.ts). */
export const CELL = "__cell";

/** Whether a module is always the kernel's own, so that a notebook and the library share one engine. */
export function forKernel(name: string): boolean {
  return name === "taskweave" || name.startsWith("@tensorflow/");
}

/** Whether `js` came from a cell; local files beside the notebook come through the same converter. */
export function isCell(js: string): boolean {
  return js.startsWith(`${CELL}.bind(`);
}

/** The rewriting at the level of TypeScript. */
export function rewriteCell(
  ts: TypeScript,
  checker: ts.TypeChecker,
): ts.TransformerFactory<ts.SourceFile> {
  const f = ts.factory;
  let context: ts.TransformationContext;
  return (given) => (file) => {
    context = given;
    if (!file.fileName.endsWith("__tslab__.ts")) return file;
    const visited = ts.visitEachChild(file, visit, context);
    return f.updateSourceFile(visited, [bindings(ts, checker, file, CELL), ...visited.statements]);
  };

  function visit(node: ts.Node): ts.Node {
    const next = ts.visitEachChild(node, visit, context);
    if (ts.isAwaitExpression(next))
      return f.updateAwaitExpression(
        next,
        call(isTop(node) ? "wait" : "waitInside", next.expression),
      );
    if (ts.isForOfStatement(next))
      return f.updateForOfStatement(
        next,
        next.awaitModifier,
        next.initializer,
        next.awaitModifier ? call("each", next.expression) : next.expression,
        checked(next.statement),
      );
    if (ts.isForInStatement(next))
      return f.updateForInStatement(
        next,
        next.initializer,
        next.expression,
        checked(next.statement),
      );
    if (ts.isForStatement(next))
      return f.updateForStatement(
        next,
        next.initializer,
        next.condition,
        next.incrementor,
        checked(next.statement),
      );
    if (ts.isWhileStatement(next))
      return f.updateWhileStatement(next, next.expression, checked(next.statement));
    if (ts.isDoStatement(next))
      return f.updateDoStatement(next, checked(next.statement), next.expression);
    if (ts.isShorthandPropertyAssignment(node)) return longhand(node, next as typeof node);
    if (ts.isPropertyAssignment(next) && ts.isIdentifier(next.name))
      return f.updatePropertyAssignment(next, plain(next.name), next.initializer);
    if (ts.isBindingElement(next) && next.propertyName && ts.isIdentifier(next.propertyName))
      return f.updateBindingElement(
        next,
        next.dotDotDotToken,
        plain(next.propertyName),
        next.name,
        next.initializer,
      );
    return next;
  }

  /** Whether nothing but the cell itself awaits. */
  function isTop(node: ts.Node): boolean {
    return ts.findAncestor(node, (above) => ts.isFunctionLike(above)) === undefined;
  }

  function call(method: string, argument: ts.Expression): ts.Expression {
    const callee = f.createPropertyAccessExpression(f.createIdentifier(CELL), method);
    return f.createCallExpression(callee, undefined, [argument]);
  }

  function checked(body: ts.Statement): ts.Statement {
    const callee = f.createPropertyAccessExpression(f.createIdentifier(CELL), "check");
    const check = f.createExpressionStatement(f.createCallExpression(callee, undefined, []));
    return f.createBlock([check, ...(ts.isBlock(body) ? body.statements : [body])], true);
  }

  /** tslab leaves `{ earlier }` alone, which would look for a local variable. */
  function longhand(
    node: ts.ShorthandPropertyAssignment,
    next: ts.ShorthandPropertyAssignment,
  ): ts.Node {
    const symbol = checker.getShorthandAssignmentValueSymbol(node);
    const earlier = symbol?.declarations?.some((declaration) =>
      declaration.getSourceFile().fileName.endsWith("__prev__.d.ts"),
    );
    if (!earlier) return next;
    const value = f.createPropertyAccessExpression(f.createIdentifier("exports"), node.name.text);
    const target = next.objectAssignmentInitializer
      ? f.createAssignment(value, next.objectAssignmentInitializer)
      : value;
    return f.createPropertyAssignment(node.name.text, target);
  }

  /** A property's name that tslab cannot mistake for a variable of an earlier cell. */
  function plain(name: ts.Identifier): ts.Identifier {
    return ts.setTextRange(f.createIdentifier(name.text), name);
  }
}

/** Drops `export { ... }`: bindings are accessors here, so a cell writes no copies. */
export function withoutExports(ts: TypeScript): ts.TransformerFactory<ts.SourceFile> {
  return () => (file) =>
    ts.factory.updateSourceFile(
      file,
      file.statements.filter((statement) => !ts.isExportDeclaration(statement)),
    );
}
