// npm run bench -- soak [--cells N]: 300 cells in one kernel, every third of which makes, trains and disposes a model.
// Prints the kernel's memory and tensors on the way.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { requirePython } from "../src/cli/python";
import { installKernelSpec } from "../src/kernel/spec";

const ROOT = join(__dirname, "..");

export function main(options: string[]): void {
  const at = options.indexOf("--cells");
  const prefix = mkdtempSync(join(tmpdir(), "taskweave-soak-"));
  installKernelSpec({ prefix });
  const path = [join(prefix, "share", "jupyter"), process.env.JUPYTER_PATH];
  try {
    execFileSync(
      requirePython().command,
      [join(__dirname, "soak.py"), at < 0 ? "300" : options[at + 1]],
      {
        cwd: join(ROOT, "notebooks"),
        env: { ...process.env, JUPYTER_PATH: path.filter(Boolean).join(delimiter) },
        stdio: "inherit",
      },
    );
  } finally {
    rmSync(prefix, { recursive: true, force: true });
  }
}
