// JupyterLab on notebooks/: opened for a person, or started, tried and stopped by --check.
const { spawn } = require("node:child_process");
const { randomBytes } = require("node:crypto");
const fs = require("node:fs");
const net = require("node:net");
const os = require("node:os");
const path = require("node:path");
const { showStep } = require("../lib/console.cjs");
const { problem } = require("../lib/problem.cjs");
const { inVenv } = require("../lib/python.cjs");
const { run } = require("../lib/run.cjs");

/** Runs JupyterLab until the user stops it; resolves to its exit code. */
function openLab(root, { browser = true, port } = {}) {
  console.log("JupyterLab starts; its address follows. Ctrl-C here stops it.");
  // Warnings off: the address is a critical message and still comes. One Ctrl-C, no question asked.
  const args = ["--log-level=ERROR", "--JupyterApp.answer_yes=True"];
  if (!browser) args.push("--no-browser");
  if (port) args.push(`--port=${port}`, "--ServerApp.port_retries=0");
  const server = spawn(...labCommand(root, args), {
    cwd: root,
    env: labEnv(root),
    stdio: "inherit",
  });
  // Ctrl-C reaches the server too: we wait for it to end its kernels.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.removeAllListeners(signal);
    process.on(signal, () => signal === "SIGINT" || server.kill(signal));
  }
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.on("exit", (code) => resolve(code ?? 0));
  });
}

/** Starts JupyterLab on a free port, runs a one-cell notebook in the kernel through the server, stops it all. */
async function checkLab(root) {
  const port = await freePort();
  const token = randomBytes(16).toString("hex");
  // The user's own Jupyter settings neither help nor suffer.
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "taskweave-check-"));
  const env = {
    ...labEnv(root),
    JUPYTER_TOKEN: token,
    JUPYTERLAB_SETTINGS_DIR: temporary,
    JUPYTERLAB_WORKSPACES_DIR: temporary,
  };
  for (const kind of ["CONFIG", "DATA", "RUNTIME"])
    env[`JUPYTER_${kind}_DIR`] = path.join(temporary, kind);
  const args = [
    "--no-browser",
    "--ServerApp.ip=127.0.0.1",
    `--port=${port}`,
    "--ServerApp.port_retries=0",
  ];
  const server = spawn(...labCommand(root, args), {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = () => server.kill();
  process.once("exit", stop);
  try {
    const text = await showStep("check", (progress) => {
      progress("starting JupyterLab");
      return Promise.race([
        ended(server),
        runCell(root, `http://127.0.0.1:${port}`, token, progress),
      ]);
    });
    return text ? 0 : 1;
  } finally {
    const gone = server.exitCode !== null || new Promise((resolve) => server.on("exit", resolve));
    stop();
    await gone;
    process.removeListener("exit", stop);
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

async function runCell(root, url, token, progress) {
  const { code, output } = await run(
    inVenv(root, "python"),
    [path.join(__dirname, "one_cell.py"), url],
    {
      env: { JUPYTER_TOKEN: token },
      onLine: progress,
    },
  );
  const last = output.trim().split(/\r?\n/).at(-1) ?? "";
  if (code !== 0)
    throw problem(`JupyterLab: ${last}`, "Run npx taskweave doctor for what is missing");
  return last;
}

/** Rejects when the server ends by itself, with its last words. */
function ended(server) {
  let output = "";
  for (const stream of [server.stdout, server.stderr])
    stream.on("data", (chunk) => (output = (output + chunk).slice(-4000)));
  return new Promise((_, reject) => {
    const fail = (error) => {
      const last = error?.message ?? output.trim().split(/\r?\n/).at(-1);
      reject(problem(`JupyterLab ended by itself: ${last}`, "Delete .venv and run again"));
    };
    server.on("error", fail);
    server.on("exit", () => fail());
  });
}

function labCommand(root, args) {
  const common = [
    `--ServerApp.root_dir=${path.join(root, "notebooks")}`,
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
  ];
  // Jupyter refuses root unless told; containers run as root.
  if (process.getuid?.() === 0) common.push("--allow-root");
  return [inVenv(root, "python"), ["-m", "jupyterlab", ...common, ...args]];
}

/** The virtual environment's programs come first, as if it were activated. */
function labEnv(root) {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
  const bin = path.dirname(inVenv(root, "python"));
  return {
    ...process.env,
    [name]: bin + path.delimiter + (process.env[name] ?? ""),
    VIRTUAL_ENV: path.join(root, ".venv"),
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

module.exports = { checkLab, openLab };
