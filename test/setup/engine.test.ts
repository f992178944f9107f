import { mkdirSync, readdirSync, realpathSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, setup, tidyAfterEach } from "./load";

const { installEngine } = setup("./engine.cjs");
tidyAfterEach();

// A stand-in for tfjs-node: it computes only where its binding and library are.
const TFJS = `
const fs = require("node:fs");
fs.readFileSync(__dirname + "/deps/lib/libtensorflow.so");
fs.readFileSync(__dirname + "/lib/napi-v8/tfjs_binding.node");
module.exports = {
  add: (a, b) => ({ dataSync: () => [a + b] }),
  getBackend: () => "tensorflow",
  backend: () => ({ binding: { TF_Version: "9.9.9" } }),
};`;

// A stand-in for the C++ compiler: it writes what follows -o.
const COMPILER = `#!/bin/sh
while [ $# -gt 0 ]; do [ "$1" = "-o" ] && echo binding > "$2"; shift; done
`;

describe.skipIf(process.platform === "win32")("the native engine", () => {
  it("comes from the first source that works, and a second clone fetches nothing", async () => {
    const cache = fresh();
    const good = source("good");
    const first = await installEngine({
      root: clone(),
      sources: [source("bad", "no answer"), good],
    });
    expect(first).toEqual({ engine: "native", detail: "TensorFlow 9.9.9, from good" });

    const root = clone();
    const second = await installEngine({ root, sources: [good] });
    expect(second.detail).toBe(`TensorFlow 9.9.9 (good), from ${cache}`);
    expect(good.calls()).toBe(1);
    expect((await installEngine({ root, sources: [good] })).detail).toBe(
      "TensorFlow 9.9.9 (good), ready",
    );
  });

  it("is made again when the cache was cut", async () => {
    const cache = fresh();
    const good = source("good");
    const root = clone();
    await installEngine({ root, sources: [good] });
    truncateSync(join(cache, readdirSync(cache)[0], "deps", "lib", "libtensorflow.so"));
    await installEngine({ root, sources: [good] });
    expect(good.calls()).toBe(2);
  });

  it("is left alone where tfjs-node brought its own", async () => {
    fresh();
    const root = clone({
      "deps/lib/libtensorflow.so": "its own",
      "lib/napi-v8/tfjs_binding.node": "its own",
    });
    const { detail } = await installEngine({ root, sources: [] });
    expect(detail).toBe("TensorFlow 9.9.9, installed by tfjs-node itself");
  });

  it("gives way to WASM with the reason in one line, and leaves the cache empty", async () => {
    const cache = fresh();
    const { engine, why } = await installEngine({
      root: clone(),
      sources: [source("bad", "no answer")],
    });
    expect([engine, why]).toEqual(["wasm", "no answer"]);
    expect(readdirSync(cache)).toEqual([]);
  });

  it("gives way to WASM where tfjs-node is not installed", async () => {
    fresh();
    const { why } = await installEngine({
      root: folderWith({ "package.json": "{}" }),
      sources: [],
    });
    expect(why).toContain("@tensorflow/tfjs-node is not installed. Run: npm install");
  });

  it("is an error to be without when TASKWEAVE_ENGINE=native", async () => {
    fresh();
    process.env.TASKWEAVE_ENGINE = "native";
    await expect(
      installEngine({ root: clone(), sources: [source("bad", "no answer")] }),
    ).rejects.toThrow("no answer");
  });

  it("is not looked at when TASKWEAVE_ENGINE names another", async () => {
    fresh();
    process.env.TASKWEAVE_ENGINE = "js";
    const untouched = source("good");
    expect((await installEngine({ root: clone(), sources: [untouched] })).engine).toBe("js");
    expect(untouched.calls()).toBe(0);
  });
});

/** An empty cache, and a compiler that always works. */
function fresh(): string {
  delete process.env.TASKWEAVE_ENGINE;
  process.env.CXX = join(folderWith({ compiler: COMPILER }), "compiler");
  return (process.env.TASKWEAVE_CACHE = realpathSync(folderWith()));
}

/** A project with the stand-in for tfjs-node and these files in it. */
function clone(files: Record<string, string> = {}): string {
  const place = "node_modules/@tensorflow/tfjs-node";
  const inside = Object.entries(files).map(([name, text]) => [`${place}/${name}`, text]);
  return folderWith({
    "package.json": "{}",
    [`${place}/package.json`]: '{ "version": "1.0.0", "main": "index.js" }',
    [`${place}/index.js`]: TFJS,
    ...Object.fromEntries(inside),
  });
}

/** A source that fills deps/, or fails with `error` after having filled half. */
function source(name: string, error?: string) {
  let calls = 0;
  const fetch = async (deps: string) => {
    calls++;
    mkdirSync(join(deps, "lib"), { recursive: true });
    writeFileSync(join(deps, "lib", "libtensorflow.so"), "library");
    if (error) throw new Error(error);
  };
  return { name, fetch, calls: () => calls };
}
