// An empty TypeScript project that installs this package's tarball, as a user's would.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const ROOT = resolve(__dirname, "..", "..");

/** The oldest TypeScript that must do (the notebooks' own), and the newest. */
export const COMPILERS = { "5.0": "5.0.4", "7.0": "7.0.2" };

/** Packs this folder and installs the tarball, install scripts off, with both compilers, into `folder`. */
export function installInto(folder: string): void {
  const tarball = must("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], ROOT);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true }));
  const compilers = Object.entries(COMPILERS).map(
    ([n, v]) => `typescript-${n}@npm:typescript@${v}`,
  );
  const quick = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
  const file = `./${tarball.trim().split("\n").at(-1)}`;
  must("npm", ["install", ...quick, file, "@types/node@20", ...compilers], folder);
}

/** A folder whose TypeScript is CommonJS or ESM, with one file in it. */
export function writeSource(folder: string, type: "commonjs" | "module", source: string): string {
  const place = join(folder, type);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), JSON.stringify({ type }));
  writeFileSync(join(place, "example.ts"), source);
  const compilerOptions = {
    target: "ES2022",
    module: "Node16",
    moduleResolution: "Node16",
    strict: true,
    skipLibCheck: true, // as `tsc --init` has it
    types: ["node"],
  };
  writeFileSync(join(place, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  return place;
}

/** Compiles a folder, writing example.js; returns what the compiler printed. */
export function compile(place: string, compiler: keyof typeof COMPILERS): string {
  const tsc = join(place, "..", "node_modules", `typescript-${compiler}`, "bin", "tsc");
  return spawnSync(process.execPath, [tsc, "-p", place], { encoding: "utf8" }).stdout;
}

/** The README's first example. */
export function readmeExample(): string {
  const [, example] = /```ts\n([^]*?)```/.exec(readFileSync(join(ROOT, "README.md"), "utf8"))!;
  return example!;
}

/** The same in CommonJS, where `await` stands in a function. */
export function inFunction(source: string): string {
  const end = source.indexOf('from "taskweave";') + 'from "taskweave";'.length;
  return `${source.slice(0, end)}\nasync function main() {${source.slice(end)}}\nvoid main();\n`;
}

/** Runs a program to its end; throws with all it printed when it fails. */
export function must(
  command: string,
  args: string[],
  cwd: string,
  env?: NodeJS.ProcessEnv,
): string {
  const shell = process.platform === "win32"; // npm is a script there
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    shell,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${status}\n${stdout}${stderr}`);
  return stdout;
}
