import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { checkTslab, TSLAB_VERSION } from "../../src/kernel/compiler";
import { installKernelSpec, uninstallKernelSpec } from "../../src/kernel/spec";

let prefix = "";
beforeEach(() => void (prefix = mkdtempSync(join(tmpdir(), "taskweave-spec-"))));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(prefix, { recursive: true, force: true });
});

it("is written into an environment and removed again", () => {
  const folder = installKernelSpec({ prefix });
  expect(folder).toBe(join(prefix, "share", "jupyter", "kernels", "taskweave"));
  const spec = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8"));
  expect(spec).toMatchObject({
    display_name: "TypeScript (taskweave)",
    language: "typescript",
    interrupt_mode: "message",
    env: { TF_CPP_MIN_LOG_LEVEL: "2" },
  });
  expect(spec.argv[0]).toBe(process.execPath);
  expect(isAbsolute(spec.argv[1])).toBe(true);
  expect(spec.argv.slice(2)).toEqual(["--connection-file", "{connection_file}"]);
  expect(existsSync(join(folder, "logo-svg.svg"))).toBe(true);
  uninstallKernelSpec({ prefix });
  expect(existsSync(folder)).toBe(false);
});

it("goes to the user's own Jupyter without a prefix", () => {
  vi.stubEnv("JUPYTER_DATA_DIR", prefix);
  expect(installKernelSpec({ user: true })).toBe(join(prefix, "kernels", "taskweave"));
});

it("a tslab other than the one known to work is refused by name", () => {
  expect(() => checkTslab()).not.toThrow();
  expect(() => checkTslab("1.0.23")).toThrow(
    `Expected tslab ${TSLAB_VERSION}. Found tslab 1.0.23. Run: npm install --save-exact tslab@1.0.22`,
  );
});
