// The kernel "TypeScript (taskweave)" in the virtual environment's Jupyter, written by the command line of dist/.
const fs = require("node:fs");
const path = require("node:path");
const { fingerprint, readIfThere } = require("../lib/fingerprint.cjs");
const { explain } = require("../lib/problem.cjs");
const { run } = require("../lib/run.cjs");

async function runStep({ root }) {
  const folder = path.join(root, ".venv", "share", "jupyter", "kernels", "taskweave");
  const stampFile = path.join(root, ".venv", ".kernel-of");
  // The spec holds the paths of Node and of this folder: another Node or a moved folder needs a new one.
  const stamp = fingerprint(root, [path.join("dist", ".built-from")], [process.execPath, root]);
  if (fs.existsSync(path.join(folder, "kernel.json")) && readIfThere(stampFile) === stamp)
    return "ready";

  const cli = path.join(root, "dist", "cli", "main.js");
  const { code, output } = await run(
    process.execPath,
    [cli, "kernel", "install", "--prefix", path.join(root, ".venv")],
    { cwd: root },
  );
  if (code !== 0 || !fs.existsSync(path.join(folder, "kernel.json")))
    throw explain("taskweave kernel install", output);
  fs.writeFileSync(stampFile, stamp);
  return 'kernel "taskweave" installed into .venv';
}

module.exports = { name: "kernel", run: runStep };
