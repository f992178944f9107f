import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { engine } from "../../src/engine";
import { ROOT, taskweave } from "./cli";

const folder = mkdtempSync(join(tmpdir(), "taskweave-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("--version is the package's, --help names every command", async () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  expect(await taskweave(["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
  const { code, out } = await taskweave(["--help"]);
  expect(code).toBe(0);
  for (const command of ["check", "convert", "doctor", "kernel", "run", "setup"])
    expect(out).toContain(`  ${command} `);
});

test("misuse ends with 2, a command that fails with 1, both with one line on what to do", async () => {
  const unknown = await taskweave(["dcotor"]);
  expect(unknown).toMatchObject({ code: 2, out: "" });
  expect(unknown.err).toContain("unknown command 'dcotor'");
  const timeout = await taskweave(["run", "--timeout", "soon"]);
  expect(timeout).toMatchObject({ code: 2, out: "" });
  expect(timeout.err).toContain("Expected whole seconds");
  expect(await taskweave(["run", "nowhere.ipynb"])).toEqual({
    code: 1,
    out: "",
    err: 'Expected a notebook or a folder. Found no "nowhere.ipynb". Check the name.\n',
  });
});

test("the kernel is put into an environment and taken out again", async () => {
  const spec = join(folder, "share", "jupyter", "kernels", "taskweave", "kernel.json");
  expect((await taskweave(["kernel", "install", "--prefix", folder])).code).toBe(0);
  const { argv, display_name } = JSON.parse(readFileSync(spec, "utf8"));
  expect(display_name).toBe("TypeScript (taskweave)");
  expect(existsSync(argv[1])).toBe(true);
  expect((await taskweave(["kernel", "uninstall", "--prefix", folder])).code).toBe(0);
  expect(existsSync(spec)).toBe(false);
});

test("doctor says which engine computes, and what is missing with the command that mends it", async () => {
  const env = { TASKWEAVE_ENGINE: "js", TASKWEAVE_PYTHON: join(folder, "no-python") };
  const { code, out } = await taskweave(["doctor", "--json"], { env });
  const diagnosis = JSON.parse(out);
  expect(code).toBe(1);
  expect(diagnosis).toMatchObject({
    ok: false,
    engine: { name: "js", why: "TASKWEAVE_ENGINE=js", tensorflow: null },
    node: { version: process.versions.node },
    python: null,
    kernel: null,
  });
  expect(diagnosis.missing.at(-1)).toEqual({
    what: "the kernel: Jupyter does not find it",
    mend: "npx taskweave kernel install",
  });
  const text = await taskweave(["doctor"], { env });
  expect(text.out).toContain("engine      js (TASKWEAVE_ENGINE=js)\n");
  const mode = "eager: only native TensorFlow runs compiled steps, this is cpu";
  expect(diagnosis.engine).toMatchObject({ steps: mode, threads: null });
  expect(text.out).toContain(`steps       ${mode}\n`);
  expect(text.out).toContain("✗ JupyterLab, which shows them\n  npm start\n");
});

test.runIf(engine().name === "native")(
  "doctor tries whether steps are compiled here, and says how many threads an operation has",
  async () => {
    const env = { TASKWEAVE_THREADS: "3" };
    const { out } = await taskweave(["doctor", "--json"], { env });
    expect(JSON.parse(out).engine).toMatchObject({ name: "native", steps: "compiled", threads: 3 });
    const text = await taskweave(["doctor"], { env });
    expect(text.out).toContain("steps       compiled, 3 threads an operation\n");
  },
);

test("run without a Python says how to get one", async () => {
  const env = { TASKWEAVE_PYTHON: join(folder, "no-python") };
  const { code, err } = await taskweave(["run", "notebooks"], { env });
  expect(code).toBe(1);
  expect(err).toMatch(/^Expected (a Python with nbclient|notebooks)/);
});
