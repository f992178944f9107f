// The notebooks, every cell and every exercise's solution through the real kernel by the command line of dist/: each
// notebook counts.
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { run } = require("../lib/run.cjs");

function checkNotebooks(folders) {
  return async ({ root, progress }) => {
    const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "taskweave-notebooks-"));
    const report = path.join(temporary, "report.json");
    try {
      const { code, output } = await run(
        process.execPath,
        ["dist/cli/main.js", "run", "--solutions", ...folders, "--report", report],
        {
          cwd: root,
          onLine: (line) => progress(line.slice(0, 60)),
        },
      );
      return summary(
        code,
        fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, "utf8")) : undefined,
        output,
      );
    } finally {
      fs.rmSync(temporary, { recursive: true, force: true });
    }
  };
}

/** Counts of the report of `taskweave run`: { notebooks: [{ path, ok }] }. */
function summary(code, report, output) {
  const notebooks = report?.notebooks ?? [];
  const passed = notebooks.filter((notebook) => notebook.ok).length;
  const failed = notebooks.length - passed || (code === 0 ? 0 : 1);
  return {
    mark: failed ? "fail" : "ok",
    text: failed ? `${failed} failed, ${passed} passed` : `${passed} passed`,
    passed,
    failed,
    output,
  };
}

module.exports = { checkNotebooks, summary };
