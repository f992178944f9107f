// From a cell to JavaScript: the compiler options of cells, the program that rewrites them, and the step to CommonJS.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type * as ts from "@tslab/typescript-for-tslab";
import type { TypeScript } from "./compiler";
import { packMaps } from "./linemap";
import { isCell, rewriteCell, withoutExports } from "./rewrite";

/** Strict unless a tsconfig.json beside the notebook says otherwise. */
export function cellOptions(ts: TypeScript, system: ts.System): ts.CompilerOptions {
  const config = join(process.cwd(), "tsconfig.json");
  const chosen = existsSync(config)
    ? ts.parseJsonConfigFileContent(
        ts.readConfigFile(config, (path) => readFileSync(path, "utf8")).config,
        system,
        process.cwd(),
      ).options
    : {};
  const checks = Object.entries(chosen).filter(([name]) =>
    /^strict|^no(Implicit|Unchecked)/.test(name),
  );
  return {
    strict: true,
    ...Object.fromEntries(checks),
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    types: ["node"],
    inlineSourceMap: true,
  };
}

/**
 * A program whose cell is rewritten before it becomes JavaScript. TypeScript's own incremental builder would go through
 * all files of the program for each cell, to find what depends on what; here only the cell and local files are asked for.
 */
export function createProgram(
  ts: TypeScript,
): ts.CreateProgram<ts.EmitAndSemanticDiagnosticsBuilderProgram> {
  return (...args: Parameters<TypeScript["createAbstractBuilder"]>) => {
    const program = ts.createAbstractBuilder(...args);
    program.getProgram().getTypeChecker(); // binds: tslab reads the names a cell declares
    const emit = program.emit;
    program.emit = (file, write, token, onlyTypes, transformers) =>
      emit(file, write, token, onlyTypes, {
        ...transformers,
        before: [rewriteCell(ts, program.getProgram().getTypeChecker())],
      });
    program.getAllDependencies = (file) => [...sourcesOf(ts, program.getProgram(), file)];
    return program as ts.EmitAndSemanticDiagnosticsBuilderProgram;
  };
}

/** The names of a file and of the local .ts files that it imports, and that those import. */
function sourcesOf(
  ts: TypeScript,
  program: ts.Program,
  file: ts.SourceFile,
  found = new Set<string>(),
): Set<string> {
  found.add(file.fileName);
  const { imports } = file as unknown as { imports: readonly ts.StringLiteralLike[] };
  for (const name of imports) {
    const module = program.getTypeChecker().getSymbolAtLocation(name)?.valueDeclaration;
    if (module === undefined || !ts.isSourceFile(module)) continue;
    const isNew = !module.isDeclarationFile && !found.has(module.fileName);
    if (isNew) sourcesOf(ts, program, module, found);
  }
  return found;
}

/** Modules to CommonJS, keeping both source maps at the end of the text. */
export function toCommonJs(
  ts: TypeScript,
  js: string,
  options: ts.TranspileOptions,
): ts.TranspileOutput {
  const match = /\n?\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(js);
  const source = match === null ? js : js.slice(0, match.index);
  const out = ts.transpileModule(source, {
    ...options,
    compilerOptions: { ...options.compilerOptions, sourceMap: true },
    transformers: isCell(source) ? { before: [withoutExports(ts)] } : {},
  });
  const code = out.outputText.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
  if (match === null || out.sourceMapText === undefined) return { ...out, outputText: code };
  const first = Buffer.from(match[1]!, "base64").toString();
  return { ...out, outputText: code + packMaps(out.sourceMapText, first) };
}
