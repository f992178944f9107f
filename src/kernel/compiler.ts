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

/** The types of the library: part of every cell's program, so that importing it costs nothing more. */
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

/** The converter for cells of notebooks in the working directory. Slow (about a second): call it once for a folder. */
export function createCellConverter(): { converter: Converter; isComplete: IsComplete } {
  const { ts, tslab } = (loaded ??= loadTslab());
  return { converter: tolerant(ts, tslab.createConverter({})), isComplete: tslab.isCompleteCode };
}

interface Loaded {
  ts: TypeScript;
  tslab: typeof import("tslab/dist/converter");
}

let loaded: Loaded | undefined;

/** Loads TypeScript, puts our copy in its place, and loads tslab, which finds the copy. */
function loadTslab(): Loaded {
  checkTslab();
  const path = load.resolve("@tslab/typescript-for-tslab");
  const ts = load(path) as TypeScript;
  load.cache[path]!.exports = extend(ts);
  return { ts, tslab: load("tslab/dist/converter") as Loaded["tslab"] };
}

function extend(ts: TypeScript): TypeScript {
  return {
    ...ts,
    createWatchCompilerHost: ((files: string[], options: ts.CompilerOptions, system: ts.System) => {
      const host = ts.createWatchCompilerHost(
        [...files, LIBRARY],
        { ...options, ...cellOptions(ts, system) },
        system,
        createProgram(ts),
        () => undefined,
        () => undefined,
      );
      host.resolveModuleNameLiterals = (names, from, _redirect, compilerOptions) =>
        names.map(({ text }) => resolve(ts, text, from, compilerOptions, host));
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

/** A program whose cell is rewritten before it becomes JavaScript. */
function createProgram(
  ts: TypeScript,
): ts.CreateProgram<ts.EmitAndSemanticDiagnosticsBuilderProgram> {
  return (...args: Parameters<TypeScript["createEmitAndSemanticDiagnosticsBuilderProgram"]>) => {
    const program = ts.createEmitAndSemanticDiagnosticsBuilderProgram(...args);
    const emit = program.emit;
    program.emit = (file, write, token, onlyTypes, transformers) =>
      emit(file, write, token, onlyTypes, {
        ...transformers,
        before: [rewriteCell(ts, program.getProgram().getTypeChecker())],
      });
    return program;
  };
}

/** As Node resolves from `from`; packages that are not there come from this package, so `taskweave` always works. */
function resolve(
  ts: TypeScript,
  name: string,
  from: string,
  options: ts.CompilerOptions,
  host: ts.ModuleResolutionHost,
): ts.ResolvedModuleWithFailedLookupLocations {
  const self = join(PACKAGE_ROOT, "package.json");
  if (forKernel(name)) {
    const own = name === "taskweave" ? LIBRARY.replace(/\.d\.ts$/, "") : name;
    return ts.resolveModuleName(own, self, options, host);
  }
  const found = ts.resolveModuleName(name, from, options, host);
  return found.resolvedModule !== undefined || name.startsWith(".")
    ? found
    : ts.resolveModuleName(name, self, options, host);
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
