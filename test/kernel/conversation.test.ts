// The kernel talks to real front-end code: each Python file here holds conversations through jupyter_client.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { expected } from "../../src/errors";
import { installKernelSpec } from "../../src/kernel/spec";

const ROOT = resolve(__dirname, "..", "..");
const prefix = mkdtempSync(join(tmpdir(), "taskweave-kernel-"));

beforeAll(() => {
  if (!existsSync(join(ROOT, "dist", "kernel", "main.js")))
    throw expected("the built kernel in dist/", "none", "Run: npm run build");
  installKernelSpec({ prefix });
  installPlainTslab();
});
afterAll(() => rmSync(prefix, { recursive: true, force: true }));

// Real processes that answer in time or not: on a machine that stalls, a file gets a second try.
describe("in a conversation the kernel", { timeout: 180_000, retry: 1 }, () => {
  it("keeps values, types and variables right between cells", () => converse("cells_test"));
  it("reports every error where it was made", () => converse("errors_test"));
  it("loses no output and shows values", () => converse("output_test"));
  it("stops when told to", () => converse("interrupt_test"));
  it("imports from any folder", () => converse("modules_test"));
  it("starts, asks, restarts, ends, and passes jupyter_kernel_test", () =>
    converse("lifecycle_test"));
});

describe("without this kernel", { timeout: 180_000, retry: 1 }, () => {
  it("the notebooks run in that of a plain tslab", () => converse("tslab_test"));
});

/** What `tslab install` writes. */
function installPlainTslab(): void {
  const folder = join(prefix, "share", "jupyter", "kernels", "tslab");
  const program = join(ROOT, "node_modules", "tslab", "bin", "tslab");
  const argv = [process.execPath, program, "kernel", "--config-path", "{connection_file}"];
  mkdirSync(folder, { recursive: true });
  const spec = { argv, display_name: "TypeScript", language: "typescript" };
  writeFileSync(join(folder, "kernel.json"), JSON.stringify(spec));
}

/** Runs one Python file; a failure shows what unittest printed. */
function converse(file: string): void {
  const env = {
    ...process.env,
    JUPYTER_PATH: [join(prefix, "share", "jupyter"), process.env.JUPYTER_PATH ?? ""].join(
      delimiter,
    ),
    PYTHONDONTWRITEBYTECODE: "1",
  };
  execFileSync(python(), ["-m", "unittest", file], { cwd: __dirname, env, stdio: "pipe" });
}

function python(): string {
  const chosen = process.env.TASKWEAVE_PYTHON;
  if (chosen !== undefined) return chosen;
  const found = ["bin/python", "Scripts/python.exe"].map((path) => join(ROOT, ".venv", path));
  const first = found.find((path) => existsSync(path));
  if (first !== undefined) return first;
  throw expected(
    "Python with jupyter_client in .venv",
    "no .venv",
    "Run: npm test, which sets it up.",
  );
}
