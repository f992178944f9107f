// A check made of vitest tests: each test counts, and each failure is shown with its test's name.
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { run } = require("../lib/run.cjs");

function checkVitest(folders, { except = [] } = {}) {
  return async ({ root, progress }) => {
    const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "taskweave-vitest-"));
    const report = path.join(temporary, "report.json");
    try {
      progress("vitest");
      const { output } = await run(
        process.execPath,
        [
          "node_modules/vitest/vitest.mjs",
          "run",
          ...folders,
          ...except.map((folder) => `--exclude=${folder}/**`),
          "--passWithNoTests",
          "--reporter=json",
          "--reporter=verbose",
          `--outputFile.json=${report}`,
        ],
        {
          cwd: root,
          env: { NO_COLOR: "1", FORCE_COLOR: undefined },
          onLine: (line) => progress(line.slice(0, 60)),
        },
      );
      return summary(
        fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, "utf8")) : undefined,
        output,
      );
    } finally {
      fs.rmSync(temporary, { recursive: true, force: true });
    }
  };
}

/** Counts of a vitest report; a file that could not even be loaded has no tests and counts as one failure. */
function summary(report, output) {
  if (!report) return { mark: "fail", text: "vitest did not run", passed: 0, failed: 1, output };
  const broken = report.testResults.filter(
    (file) =>
      file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  const passed = report.numPassedTests;
  const failed = report.numFailedTests + broken.length;
  // vitest itself fails on errors outside of tests, such as a promise that nobody waited for.
  if (failed === 0 && !report.success)
    return {
      mark: "fail",
      text: `${passed} passed, but an error outside of them`,
      passed,
      failed: 1,
      output,
    };
  const failures = report.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status === "failed")
      .map((test) => `${file.name}: ${test.fullName}\n${test.failureMessages.join("\n")}`),
  );
  return {
    mark: failed ? "fail" : "ok",
    text: failed ? `${failed} failed, ${passed} passed` : `${passed} passed`,
    passed,
    failed,
    output: [...failures, ...broken.map((file) => `${file.name}\n${file.message}`)].join("\n\n"),
  };
}

module.exports = { checkVitest, summary };
