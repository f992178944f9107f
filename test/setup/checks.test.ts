import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, setup, tidyAfterEach } from "./load";

const { checkCommand } = setup("./checks/command.cjs");
const notebooks = setup("./checks/notebooks.cjs");
const vitest = setup("./checks/vitest.cjs");
tidyAfterEach();

describe("a check that is a command", () => {
  it("passes by its exit code and shows all it printed when it fails", async () => {
    const root = folderWith({
      "good.js": "",
      "bad.js": `console.log("line 1\\nline 2"); process.exit(3)`,
    });
    expect(await checkCommand(["good.js"])({ root })).toMatchObject({ passed: 1, failed: 0 });
    expect(await checkCommand(["bad.js"])({ root })).toMatchObject({
      passed: 0,
      failed: 1,
      output: "line 1\nline 2\n",
    });
  });
});

describe("a check made of tests", () => {
  const file = (name: string, ...statuses: string[]) => ({
    name,
    status:
      statuses.every((status) => status === "passed") && statuses.length ? "passed" : "failed",
    message: "cannot load",
    assertionResults: statuses.map((status, i) => ({
      status,
      fullName: `test ${i}`,
      failureMessages: ["1 is not 2"],
    })),
  });
  const report = (passed: number, failed: number, ...testResults: object[]) => ({
    numPassedTests: passed,
    numFailedTests: failed,
    success: testResults.every((each) => (each as { status: string }).status === "passed"),
    testResults,
  });

  it("counts every test", () => {
    expect(vitest.summary(report(2, 0, file("a", "passed", "passed")))).toMatchObject({
      text: "2 passed",
      passed: 2,
      failed: 0,
    });
  });

  it("names the failing test with its error", () => {
    const { failed, output } = vitest.summary(report(1, 1, file("a", "passed", "failed")));
    expect([failed, output]).toEqual([1, "a: test 1\n1 is not 2"]);
  });

  it("counts a file that cannot be loaded as a failure", () => {
    expect(vitest.summary(report(0, 0, file("a")))).toMatchObject({
      passed: 0,
      failed: 1,
      output: "a\ncannot load",
    });
  });

  it("fails when vitest wrote no report, or failed outside of the tests", () => {
    expect(vitest.summary(undefined, "crash")).toMatchObject({ failed: 1, output: "crash" });
    const uncaught = { ...report(1, 0, file("a", "passed")), success: false };
    expect(vitest.summary(uncaught, "unhandled")).toMatchObject({
      passed: 1,
      failed: 1,
      output: "unhandled",
    });
  });
});

describe("the notebooks", () => {
  it("count one each, and a run without a report is a failure", () => {
    const report = { notebooks: [{ ok: true }, { ok: false }, { ok: true }] };
    expect(notebooks.summary(1, report)).toMatchObject({ passed: 2, failed: 1 });
    expect(notebooks.summary(1, undefined)).toMatchObject({ passed: 0, failed: 1 });
    expect(notebooks.summary(0, { notebooks: [{ ok: true }] })).toMatchObject({
      passed: 1,
      failed: 0,
    });
  });
});

describe("the two commands", () => {
  it.each([
    [
      "start.cjs",
      ["--port", "eighty"],
      "--port eighty is not a port. Options after --: --no-browser, --port N, --check.",
    ],
    [
      "start.cjs",
      ["--browser"],
      "Unknown option '--browser'. Options after --: --no-browser, --port N, --check.",
    ],
    [
      "test.cjs",
      ["units"],
      'There is no check "units". Choose from: format, lint, types, unit, package, cells, notebook-lint, translations, site, notebooks, browser.',
    ],
  ])("%s %j is refused in one line", async (command, args, message) => {
    expect(await refused(command, args)).toBe(`${message}\n`);
  });
});

function refused(command: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [join(__dirname, "../../setup", command), ...args],
      (error, _, stderr) => (error ? resolve(stderr) : reject(new Error("it was accepted"))),
    );
  });
}
