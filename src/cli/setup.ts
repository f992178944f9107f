// taskweave setup: brings the native engine to an installed package, whose install scripts may not have run.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Command } from "commander";
import { ROOT } from "./package";

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

export function addSetup(program: Command): void {
  program
    .command("setup")
    .description("install native TensorFlow (downloads once into a cache that all projects share)")
    .action(setup);
}

async function setup(): Promise<void> {
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

async function load<T>(...path: string[]): Promise<T> {
  return (await import(pathToFileURL(join(ROOT, "setup", ...path)).href)) as T;
}
