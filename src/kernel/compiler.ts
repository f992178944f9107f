// tslab's converter (TypeScript cell to JavaScript, types, completion, inspection) with the compiler options, module
// resolution and source rewriting of this kernel. tslab fixes these inside a closure, so it is given a copy of the
// TypeScript module in which two functions know more; nothing of tslab itself is changed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type * as ts from "@tslab/typescript-for-tslab";
import type { Converter } from "tslab/dist/converter";
import { expected } from "../errors";
import { cellOptions, createProgram, toCommonJs } from "./program";
import { LIBRARY, resolve } from "./resolution";
import { tolerant } from "./tolerant";

export type { Converter, ConvertResult, Diagnostic } from "tslab/dist/converter";
export type TypeScript = typeof ts;
export type IsComplete = (code: string) => { completed: boolean; indent?: string };

/** The tslab this kernel was built on and tested with. */
export const TSLAB_VERSION = "1.0.22";

// TypeScript is large: it is loaded by the first call, not with this file.
const load = createRequire(__filename);

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

function readVersion(path: string): string {
  return (JSON.parse(readFileSync(load.resolve(path), "utf8")) as { version: string }).version;
}
