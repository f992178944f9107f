// JupyterLab and what runs and exports notebooks, in .venv, from wheels kept in the user's cache.
const fs = require("node:fs");
const path = require("node:path");
const { cacheFolder, makeEntry } = require("../lib/cache.cjs");
const { fingerprint, readIfThere } = require("../lib/fingerprint.cjs");
const { explain, problem } = require("../lib/problem.cjs");
const { findPython, inVenv } = require("../lib/python.cjs");
const { run } = require("../lib/run.cjs");

/** Exact versions of everything; Python 3.9 and 3.10 need older ones of some packages. */
const LOCKS = ["constraints-3.9.txt", "constraints-3.10.txt", "constraints-3.11.txt"];
const REQUIREMENTS = ["requirements.txt", ...LOCKS];

async function runStep({ root, progress }) {
  const setup = path.join(__dirname, "..");
  // A virtual environment holds its own path: a folder that was moved needs a new one.
  const stamp = fingerprint(setup, REQUIREMENTS, [root]);
  const stampFile = path.join(root, ".venv", ".made-from");
  if (readIfThere(stampFile) === stamp && fs.existsSync(inVenv(root, "python"))) {
    writeSettings(root);
    return "ready";
  }

  progress("looking for Python");
  const python = await findPython();
  if (!python.venv) {
    throw problem(
      `Python ${python.version} has no venv module`,
      `Install it (Debian, Ubuntu: apt-get install python3-venv), or set PYTHON to another, and run again`,
    );
  }
  progress(`making .venv with Python ${python.version}`);
  fs.rmSync(path.join(root, ".venv"), { recursive: true, force: true });
  await must(
    "python -m venv",
    run(python.command, [...python.args, "-m", "venv", path.join(root, ".venv")]),
  );

  const pip = (args, onLine) =>
    run(inVenv(root, "python"), ["-m", "pip", "--disable-pip-version-check", ...args], {
      cwd: setup,
      onLine,
    });
  const lock = LOCKS.find((file) => file.includes(`-${python.version}.`)) ?? LOCKS.at(-1);
  const what = ["-r", "requirements.txt", "-c", lock];
  const key = fingerprint(setup, REQUIREMENTS);
  const install = (wheels) =>
    pip(["install", "--no-index", "--find-links", wheels, ...what], shorten(progress));
  let wheels = await wheelhouse(key, python, pip, what, progress);
  let installed = await install(wheels);
  if (installed.code !== 0) {
    // Whatever happened to the wheels since they were stored, fresh ones are the cure.
    fs.rmSync(wheels, { recursive: true, force: true });
    wheels = await wheelhouse(key, python, pip, what, progress);
    installed = await install(wheels);
  }
  await must("pip install", installed);
  writeSettings(root);
  fs.writeFileSync(stampFile, stamp);
  const lab = fs.readdirSync(wheels).find((file) => /^jupyterlab-\d/.test(file));
  return `JupyterLab ${lab?.split("-")[1] ?? ""}, Python ${python.version}`;
}

/** Defaults of this JupyterLab, which a user's own settings overrule: it does not ask to fetch news, over the notebook. */
function writeSettings(root) {
  const folder = path.join(root, ".venv", "share", "jupyter", "lab", "settings");
  const notification = { fetchNews: "false", checkForUpdates: false };
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(
    path.join(folder, "overrides.json"),
    `${JSON.stringify({ "@jupyterlab/apputils-extension:notification": notification }, null, 2)}\n`,
  );
}

/** The folder with every wheel; downloaded once per Python version, so that a second clone needs no network. */
async function wheelhouse(stamp, python, pip, what, progress) {
  const name = `wheels-${stamp}-python${python.version}-${process.platform}-${process.arch}`;
  const ready = path.join(cacheFolder(), name);
  if (fs.existsSync(ready)) return ready;
  return makeEntry(cacheFolder(), name, (stage) =>
    must(
      "pip",
      pip(
        ["wheel", "--no-cache-dir", "--retries=2", "--wheel-dir", stage, ...what],
        shorten(progress),
      ),
    ),
  );
}

function shorten(progress) {
  let count = 0;
  return (line) => {
    if (/^(?:Collecting|Processing) /.test(line)) count++;
    progress(`pip: ${count} packages, ${line.replace(/\s+/g, " ").slice(0, 50)}`);
  };
}

async function must(doing, running) {
  const { code, output } = await running;
  if (code !== 0) throw explain(doing, output);
}

module.exports = { name: "Jupyter", run: runStep };
