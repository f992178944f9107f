// Finds Python: the virtual environment of this folder, or one on the system.
const fs = require("node:fs");
const path = require("node:path");
const { problem } = require("./problem.cjs");
const { run } = require("./run.cjs");

const OLDEST = [3, 9];
const ASK =
  "import sys, importlib.util as u; print(sys.version_info[0], sys.version_info[1], int(bool(u.find_spec('pip'))), int(bool(u.find_spec('venv') and u.find_spec('ensurepip'))))";

/** A program inside the virtual environment: bin/ on Linux and macOS, Scripts/ on Windows. */
function inVenv(root, program) {
  return process.platform === "win32"
    ? path.join(root, ".venv", "Scripts", `${program}.exe`)
    : path.join(root, ".venv", "bin", program);
}

/** The system's Python: { command, args, version: "3.11", pip, venv }. $PYTHON comes first. */
async function findPython(env = process.env) {
  const candidates = [[env.PYTHON], ["python3"], ["python"], ["py", "-3"]].filter(([name]) => name);
  const tooOld = [];
  for (const [command, ...args] of candidates) {
    const python = await ask(command, args);
    if (!python) continue;
    if (python.minor >= OLDEST[1]) return python;
    tooOld.push(`${command} is ${python.version}`);
  }
  throw problem(
    tooOld.length ? `Python 3.9 or later is needed (${tooOld.join(", ")})` : "Python was not found",
    `${installHint()}, or set PYTHON to where it is, and run again`,
  );
}

/** A Python with pip: the virtual environment's where there is one, else the system's. */
async function findPip(root) {
  const own = inVenv(root, "python");
  const python = (fs.existsSync(own) && (await ask(own, []))) || (await findPython());
  if (python.pip) return python;
  throw problem(
    "this Python has no pip",
    "Install it (Debian, Ubuntu: apt-get install python3-pip) and run again",
  );
}

async function ask(command, args) {
  const { code, output } = await run(command, [...args, "-c", ASK]);
  const answer = /^(\d+) (\d+) (\d) (\d)$/m.exec(output);
  if (code !== 0 || !answer || Number(answer[1]) !== OLDEST[0]) return undefined;
  const minor = Number(answer[2]);
  return {
    command,
    args,
    minor,
    version: `3.${minor}`,
    pip: answer[3] === "1",
    venv: answer[4] === "1",
  };
}

function installHint() {
  if (process.platform === "linux")
    return "Install it (Debian, Ubuntu: apt-get install python3 python3-venv)";
  if (process.platform === "darwin") return "Install it (brew install python, or python.org)";
  return "Install it (winget install Python.Python.3.13, or python.org)";
}

module.exports = { findPip, findPython, inVenv };
