import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { engine, ready } from "../../src/engine";

const run = (script: string, env: Record<string, string>) =>
  spawnSync(process.execPath, [join(__dirname, script)], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, ...env },
  });
const report = (script: string, env: Record<string, string>) => {
  const { stdout, stderr } = run(script, env);
  return { ...JSON.parse(stdout), stderr };
};

describe.each([
  ["native", "native", "tensorflow"],
  ["wasm", "js", "wasm"],
  ["js", "js", "cpu"],
])("the %s engine", (name, before, backend) => {
  const result = report("train.cjs", { TASKWEAVE_ENGINE: name });

  test("is the one that TASKWEAVE_ENGINE asks for, from the first line or once ready", () => {
    expect(result).toMatchObject({ before, name, backend, why: `TASKWEAVE_ENGINE=${name}` });
  });

  test("trains two heads, an embedding and a convolution to the same losses as the others", () => {
    const expectedLoss = [3.35778, 2.56147, 1.92108, 1.4143, 1.02095];
    result.loss.forEach((l: number, i: number) => expect(l).toBeCloseTo(expectedLoss[i], 4));
  });

  test("prints nothing of its own", () => expect(result.stderr).toBe(""));

  test("shares its tensors with danfojs and stays in charge", () => {
    const { sum, mean, kept } = report("danfo.cjs", { TASKWEAVE_ENGINE: name });
    expect({ sum, mean, kept }).toEqual({ sum: 18, mean: [2, 4], kept: true });
  });
});

test("without native TensorFlow, WASM computes and the reason names the way out", () => {
  const { name, why } = report("train.cjs", {
    NODE_OPTIONS: `-r ${join(__dirname, "absent.cjs")}`,
  });
  expect(name).toBe("wasm");
  expect(why).toBe(
    "native TensorFlow does not load: libtensorflow.so.2: cannot open shared object file. Run: npx taskweave setup",
  );
});

test("asking for native TensorFlow where it is missing says how to get it", () => {
  const NODE_OPTIONS = `-r ${join(__dirname, "absent.cjs")}`;
  expect(run("train.cjs", { TASKWEAVE_ENGINE: "native", NODE_OPTIONS }).stderr).toContain(
    "Expected native TensorFlow, as TASKWEAVE_ENGINE=native asks. Found libtensorflow.so.2: cannot open shared object file. Run: npx taskweave setup",
  );
});

test("an engine nobody knows is refused with the names of those that exist", () => {
  expect(run("train.cjs", { TASKWEAVE_ENGINE: "gpu" }).stderr).toContain(
    'Expected TASKWEAVE_ENGINE to be native, wasm or js. Found "gpu". Correct it, or unset it to take the fastest engine that works here.',
  );
});

test("the library's TensorFlow.js is the very one that tfjs-node speeds up", async () => {
  expect(engine()).toEqual(await ready());
  if (engine().name !== "native") return;
  expect(createRequire(__filename)("@tensorflow/tfjs-node").engine()).toBe(tf.engine());
});

test("TASKWEAVE_THREADS sets the threads of one operation", () => {
  const script = `require("./source.cjs"); console.log(JSON.stringify(require("../../src/engine").engine()))`;
  const out = execFileSync(process.execPath, ["-e", script], {
    cwd: __dirname,
    env: { PATH: process.env.PATH, TASKWEAVE_THREADS: "3" },
  });
  expect(JSON.parse(String(out)).threads).toBe(3);
});
