// The package as a user gets it: packed, installed into an empty TypeScript project, used.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "../../src/engine";
import {
  compile,
  COMPILERS,
  inFunction,
  installInto,
  must,
  readmeExample,
  writeSource,
} from "./project";

let folder: string;
const KINDS = { commonjs: inFunction(readmeExample()), module: readmeExample() };
const each = Object.entries(KINDS) as [keyof typeof KINDS, string][];
const compilers = Object.keys(COMPILERS) as (keyof typeof COMPILERS)[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "taskweave-package-"));
  installInto(folder);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }), 120_000); // half a gigabyte

test.each(each)("the README's example type-checks and runs as %s", (type, source) => {
  const place = writeSource(folder, type, source);
  for (const compiler of compilers) expect(compile(place, compiler), compiler).toBe("");
  // Scripts were off, so there is no native engine: this is what a user without one gets.
  const printed = must(process.execPath, [join(place, "example.js")], folder);
  const accuracy = /digit: (0\.\d+)/.exec(printed)?.[1];
  expect(Number(accuracy), printed).toBeGreaterThan(0.9);
  expect(printed).toContain('Figure "Loss of each task" (');
});

test.each(compilers)("TypeScript %s rejects a task that the model does not have", (compiler) => {
  const source = KINDS.module.replace("evaluate(model, test)", "evaluate(model, test).digits");
  expect(compile(writeSource(folder, "module", source), compiler)).toMatch(
    /Property 'digits' does not exist .* Did you mean 'digit'\?/,
  );
});

test("npx taskweave is there, and says that the native engine is not", () => {
  const doctor = "npx taskweave doctor --json || true";
  const { engine, missing } = JSON.parse(must("sh", ["-c", doctor], folder));
  expect(engine.name).toBe("wasm");
  expect(missing[0].mend).toBe("npx taskweave setup");
});

const native = engine().name === "native";
if (!native) console.log(`Not run: npx taskweave setup; ${engine().why}`);

test.skipIf(!native)("npx taskweave setup brings the native engine", { timeout: 300_000 }, () => {
  // As after an installation in which tfjs-node's own script failed: npm leaves it out.
  rmSync(join(folder, "node_modules", "@tensorflow", "tfjs-node"), { recursive: true });
  expect(must("npx", ["taskweave", "setup"], folder)).toContain("TensorFlow 2.");
  const printed = must(process.execPath, ["-p", 'require("taskweave").engine().name'], folder);
  expect(printed).toBe("native\n");
});
