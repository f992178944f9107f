// `npm run golden -- DIR` on folders it was not made for.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "golden-"));
const run = (...names: string[]) =>
  spawnSync(process.execPath, [join(root, "bench/golden.cjs"), ...names], { encoding: "utf8" });
let text: string;
let status: number | null;

beforeAll(() => {
  for (const name of ["inputs", "libmtl_EW", "libmtl_MGDA", "libmtl_architectures"]) {
    cpSync(join(root, `test/golden/${name}.json`), join(folder, `${name}.json`));
  }
  change("libmtl_EW.json", (cases) => ((cases[2].out as { update: number[] }).update[1] += 1e-6));
  change("libmtl_EW.json", (cases) => (cases[3].out = { error: "RuntimeError" }));
  change("libmtl_MGDA.json", (cases) => {
    const random = cases.find(
      (c) => c.input === "random_T3_D16" && c.hyperparameters.mgda_gn === "l2",
    );
    random!.out = { error: "UnboundLocalError" };
  });
  change("libmtl_architectures.json", (cases) => (cases[0].output.t0[0][1] += 1e-4));
  writeFileSync(join(folder, "libmtl_Unheard.json"), JSON.stringify({ cases: [] }));
  writeFileSync(join(folder, "libmtl_DWA.json"), "{");
  ({ stdout: text, status } = run(folder));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** Changes one number of a file. */
function change(name: string, by: (cases: Changed[]) => void): void {
  const path = join(folder, name);
  const file = JSON.parse(readFileSync(path, "utf8")) as { cases: Changed[] };
  by(file.cases);
  writeFileSync(path, JSON.stringify(file));
}

interface Changed {
  input: string;
  hyperparameters: { mgda_gn?: string };
  out: { update: number[] } | { error: string };
  output: Record<string, number[][]>;
}

test("a changed number fails, and the case is named", () => {
  const [, failed] = text.split("\nFailed:\n");
  expect(failed).toMatch(/libmtl_EW.json: .*_T\d_D\d+ .*update off by \d.\de-7, 1.0e-9 allowed/);
  expect(failed).toMatch(/libmtl_architectures.json: HPS, 2 tasks .*outputs off by/);
  expect(failed).toContain("libmtl_DWA.json: ");
  expect(text).toMatch(/\n\d+ excused\n\d+ passed, 5 failed\n$/);
  expect(status).toBe(1);
});

test("what the library gets wrong is excused, with the reason and the case", () => {
  const [, excused] = text.split("\nExcused, and why:\n");
  expect(excused).toMatch(
    /libmtl_MGDA.json: the library raises UnboundLocalError; ours is finite: a gradient is 0: [^()]+ \(8\)\n +zerotask/,
  );
});

test("an error is excused only where it is the solver's own, on gradients that bring it there", () => {
  const [, failed] = text.split("\nFailed:\n");
  expect(failed).toMatch(/libmtl_EW.json: \w+ .*nothing to compare with/);
  expect(failed).toMatch(/libmtl_MGDA.json: random_T3_D16 .*"l2".*nothing to compare with/);
});

test("missing and unknown files are named", () => {
  expect(text).toMatch(/Not in the folder: .*libmtl_UW.json/);
  expect(text).toContain("libmtl_Unheard.json: not compared, no method of the library");
});

test("a folder that is not there is an error that says what to do", () => {
  const { stderr, status } = run(join(folder, "none"));
  expect(stderr).toMatch(/Expected golden files .* Found no such folder. Name the folder/);
  expect(status).toBe(2);
}, 60_000);
