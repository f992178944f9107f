// tslab's converter (TypeScript cell to JavaScript, types, completion, inspection) with the compiler options, module
// resolution and source rewriting of this kernel. tslab fixes these inside a closure, so it is given a copy of the
// TypeScript module in which two functions know more; nothing of tslab itself is changed.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as ts from "@tslab/typescript-for-tslab";
import type { Converter } from "tslab/dist/converter";
import { expected } from "../errors";
import { packMaps } from "./linemap";
import { tolerant } from "./tolerant";
import { forKernel, isCell, rewriteCell, withoutExports } from "./rewrite";

export type { Converter, ConvertResult, Diagnostic } from "tslab/dist/converter";
export type TypeScript = typeof ts;
export type IsComplete = (code: string) => { completed: boolean; indent?: string };

/** The tslab this kernel was built on and tested with. */
export const TSLAB_VERSION = "1.0.22";

// TypeScript is large: it is loaded by the first call, not with this file.
const load = createRequire(__filename);
const PACKAGE_ROOT = dirname(load.resolve("../../package.json"));

/** The types of the library. */
const LIBRARY = join(PACKAGE_ROOT, "dist", "index.d.ts");

/** Throws unless the installed tslab is the one known to work. */
export function checkTslab(version = readVersion("tslab/package.json")): void {
  if (version === TSLAB_VERSION) return;
  throw expected(
    `tslab ${TSLAB_VERSION}`,
    `tslab ${version}`,
    `Run: npm install --save-exact tslab@${TSLAB_VERSION}`,
  );
}

/** The version of the TypeScript that checks cells. */
export function typescriptVersion(): string {
  return readVersion("@tslab/typescript-for-tslab/package.json");
}

export interface Compiler {
  converter: Converter;
  isComplete: IsComplete;
  /** Makes the library's types part of every cell, so that importing it costs nothing more; the next cell pays. */
  addLibrary(): void;
}

/** The compiler for cells of notebooks in the working directory. Slow (about a second): call it once for a folder. */
export function createCompiler(): Compiler {
  loaded ??= loadTslab();
  const { ts, tslab } = loaded;
  const converter = tolerant(ts, tslab.createConverter({}));
  return { converter, isComplete: tslab.isCompleteCode, addLibrary: loaded.addLibrary };
}

interface Loaded {
  ts: TypeScript;
  tslab: typeof import("tslab/dist/converter");
  /** Of the converter made last. */
  addLibrary(): void;
}

let loaded: Loaded | undefined;

/** Loads TypeScript, puts our copy in its place, and loads tslab, which finds the copy. */
function loadTslab(): Loaded {
  checkTslab();
  const path = load.resolve("@tslab/typescript-for-tslab");
  const ts = load(path) as TypeScript;
  const made: Loaded = { ts, tslab: undefined as never, addLibrary() {} };
  load.cache[path]!.exports = extend(ts, (watch, files) => {
    made.addLibrary = () => watch.updateRootFileNames([...files, LIBRARY]);
  });
  made.tslab = load("tslab/dist/converter") as Loaded["tslab"];
  return made;
}

type Watch = ts.WatchOfFilesAndCompilerOptions<ts.BuilderProgram>;

function extend(ts: TypeScript, onWatch: (watch: Watch, files: string[]) => void): TypeScript {
  return {
    ...ts,
    createWatchProgram: ((
      host: ts.WatchCompilerHostOfFilesAndCompilerOptions<ts.BuilderProgram>,
    ) => {
      const watch = ts.createWatchProgram(host);
      onWatch(watch, host.rootFiles);
      return watch;
    }) as TypeScript["createWatchProgram"],
    createWatchCompilerHost: ((files: string[], options: ts.CompilerOptions, system: ts.System) => {
      const host = ts.createWatchCompilerHost(
        files,
        { ...options, ...cellOptions(ts, system) },
        system,
        createProgram(ts),
        () => undefined,
        () => undefined,
      );
      const known = ts.createModuleResolutionCache(process.cwd(), (name) => name);
      host.resolveModuleNameLiterals = (names, from, _redirect, compilerOptions) =>
        names.map(({ text }) => resolve(ts, text, from, compilerOptions, host, known));
      // Without this TypeScript would resolve every import of every file anew for each cell.
      host.hasInvalidatedResolutions = () => false;
      return host;
    }) as unknown as TypeScript["createWatchCompilerHost"],
    transpileModule: (js, options) => toCommonJs(ts, js, options),
  };
}

/** Strict unless a tsconfig.json beside the notebook says otherwise. */
function cellOptions(ts: TypeScript, system: ts.System): ts.CompilerOptions {
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
function createProgram(
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

/**
 * As Node resolves from `from`; packages that are not there come from this package, so `taskweave` always works. What
 * packages import is looked up once; what the user's own files import, each time: it may have been installed meanwhile.
 */
function resolve(
  ts: TypeScript,
  name: string,
  from: string,
  options: ts.CompilerOptions,
  host: ts.ModuleResolutionHost,
  known: ts.ModuleResolutionCache,
): ts.ResolvedModuleWithFailedLookupLocations {
  const self = join(PACKAGE_ROOT, "package.json");
  const cache = from.endsWith(".d.ts") && !from.endsWith("__prev__.d.ts") ? known : undefined;
  if (forKernel(name)) {
    const own = name === "taskweave" ? LIBRARY.replace(/\.d\.ts$/, "") : name;
    return ts.resolveModuleName(own, self, options, host, known);
  }
  const found = ts.resolveModuleName(name, from, options, host, cache);
  return found.resolvedModule !== undefined || name.startsWith(".")
    ? found
    : ts.resolveModuleName(name, self, options, host, cache);
}

/** Modules to CommonJS, keeping both source maps at the end of the text. */
function toCommonJs(ts: TypeScript, js: string, options: ts.TranspileOptions): ts.TranspileOutput {
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

function readVersion(path: string): string {
  return (JSON.parse(readFileSync(load.resolve(path), "utf8")) as { version: string }).version;
}
