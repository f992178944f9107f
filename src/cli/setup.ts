// taskweave setup: brings the native engine to a project that installed this package.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Command } from "commander";
import { expected } from "../errors";
import { optionalVersion, ROOT } from "./package";

/** setup/engine.cjs and setup/lib/console.cjs: plain JavaScript, because they also run before anything is built. */
interface EngineSetup {
  installEngine(options: {
    root: string;
    log: (text: string) => void;
  }): Promise<{ engine: "native" | "wasm" | "js"; detail: string; why?: string }>;
}
interface Console {
  showStep<T>(name: string, work: (progress: (text: string) => void) => Promise<T>): Promise<T>;
}

const TFJS_NODE = "@tensorflow/tfjs-node";

export function addSetup(program: Command): void {
  program
    .command("setup")
    .description("install native TensorFlow (downloaded once into a cache all projects share)")
    .action(setup);
}

async function setup(): Promise<void> {
  if (!isInstalled(TFJS_NODE)) addToProject(TFJS_NODE);
  const { installEngine } = await load<EngineSetup>("engine.cjs");
  const { showStep } = await load<Console>("lib", "console.cjs");
  const { why } = await showStep("engine", async (log) => {
    const result = await installEngine({ root: ROOT, log });
    return { ...result, text: result.detail, mark: result.why ? "warn" : "ok" };
  });
  if (why) {
    console.error(`Native TensorFlow is missing: ${why}`);
    process.exitCode = 1;
    return;
  }
  console.log(
    "Next: npx taskweave kernel install, then open Jupyter. npx taskweave doctor checks.",
  );
}

/**
 * npm leaves an optional package out when its install script fails, as tfjs-node's does without its download. Here it
 * is added without that script: what the script would have fetched, installEngine brings.
 */
function addToProject(name: string): void {
  const args = ["install", "--ignore-scripts", "--save-optional", "--save-exact"];
  const spec = `${name}@${optionalVersion(name)}`;
  const project = dirname(dirname(ROOT));
  const here =
    basename(dirname(ROOT)) === "node_modules" && existsSync(join(project, "package.json"));
  const byHand = `Run in your project: npm ${args.join(" ")} ${spec}`;
  if (!here) throw expected(`${name} to be installed`, "no project to install it into", byHand);
  console.log(`npm ${args.join(" ")} ${spec}`);
  const shell = process.platform === "win32"; // npm is a script there
  const { status } = spawnSync("npm", [...args, spec], { cwd: project, shell, stdio: "inherit" });
  if (status !== 0) throw expected("npm to install it", `an error (${status}), see above`, byHand);
}

function isInstalled(name: string): boolean {
  try {
    createRequire(join(ROOT, "package.json")).resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}

async function load<T>(...path: string[]): Promise<T> {
  return (await import(pathToFileURL(join(ROOT, "setup", ...path)).href)) as T;
}
