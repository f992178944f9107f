// Where this package lies, and what it says of itself.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The folder of package.json, setup/ and dist/: the clone, or node_modules/taskweave. */
export const ROOT = resolve(__dirname, "..", "..");

interface Package {
  version: string;
  optionalDependencies: Record<string, string>;
}

export function version(): string {
  return manifest().version;
}

/** The version of an optional dependency that this package was tested with. */
export function optionalVersion(name: string): string {
  return manifest().optionalDependencies[name]!;
}

function manifest(): Package {
  return JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Package;
}
