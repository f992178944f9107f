// Which file an import of a cell means.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as ts from "@tslab/typescript-for-tslab";
import type { TypeScript } from "./compiler";
import { forKernel } from "./rewrite";

const PACKAGE_ROOT = dirname(createRequire(__filename).resolve("../../package.json"));

/** The types of the library. */
export const LIBRARY = join(PACKAGE_ROOT, "dist", "index.d.ts");

/**
 * As Node resolves from `from`; packages that are not there come from this package, so `taskweave` always works. What
 * packages import is looked up once; what the user's own files import, each time: it may have been installed meanwhile.
 */
export function resolve(
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
