// Where this package lies, and what it says of itself.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The folder of package.json, setup/ and dist/: the clone, or node_modules/taskweave. */
export const ROOT = resolve(__dirname, "..", "..");

export function version(): string {
  return (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string })
    .version;
}
