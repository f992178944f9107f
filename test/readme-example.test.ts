import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import * as taskweave from "../src";

/** The first fenced block of TypeScript. */
function example(file: string): string {
  const text = readFileSync(join(__dirname, "..", file), "utf8");
  return /```ts\n([\s\S]*?)```/.exec(text)![1];
}

describe("the README's example", () => {
  it("runs as printed, and learns all three tasks", async () => {
    const said: unknown[] = [];
    const log = { log: (value: unknown) => void said.push(value) };
    const { outputText } = ts.transpileModule(example("README.md"), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    const body = `return (async () => { ${outputText.replace('"use strict";', "")} })();`;
    const run = new Function("require", "exports", "console", body);
    await run((name: string) => name === "taskweave" && taskweave, {}, log);
    const scores = said[0] as Record<string, number>;
    expect(scores.digit).toBeGreaterThan(0.93);
    expect(scores.parity).toBeGreaterThan(0.97);
    expect(scores.size).toBeLessThan(0.4);
  });

  it("is the same in Chinese", () => {
    const code = (file: string) => example(file).replace(/ *\/\/.*/g, "");
    expect(code("README.zh-CN.md")).toBe(code("README.md"));
  });
});
