// A check that is one command: its exit code decides, and a failure shows all it printed.
const { run } = require("../lib/run.cjs");

function checkCommand(args) {
  return async ({ root }) => {
    const { code, output } = await run(process.execPath, args, { cwd: root });
    if (code === 0) return { text: "passed", passed: 1, failed: 0 };
    return { mark: "fail", text: "failed", passed: 0, failed: 1, output };
  };
}

module.exports = { checkCommand };
