// Finds the Python whose Jupyter runs notebooks, and asks it what it has.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expected } from "../errors";
import { ROOT } from "./package";

/** A Python, and what it has of Jupyter; null for what is not installed. */
export interface Python {
  command: string;
  version: string;
  packages: Record<"jupyterlab" | "nbclient" | "nbconvert" | "plotly", string | null>;
  /** Folders of the kernels this Jupyter finds, by name. */
  kernels: Record<string, string>;
}

const ASK = `
import json, platform
from importlib.metadata import PackageNotFoundError, version
def have(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return None
try:
    from jupyter_client.kernelspec import KernelSpecManager
    kernels = KernelSpecManager().find_kernel_specs()
except ImportError:
    kernels = {}
packages = {name: have(name) for name in ("jupyterlab", "nbclient", "nbconvert", "plotly")}
print(json.dumps({"version": platform.python_version(), "packages": packages, "kernels": kernels}))
`;

/**
 * The first Python that can run notebooks (has nbclient), else the first Python there is, else undefined. The order:
 * $TASKWEAVE_PYTHON (then no other), the .venv of this package, of the current folder, the active environment, the path.
 */
export function findPython(env: NodeJS.ProcessEnv = process.env): Python | undefined {
  const chosen = env.TASKWEAVE_PYTHON;
  const environments = [join(ROOT, ".venv"), join(process.cwd(), ".venv"), env.VIRTUAL_ENV];
  const candidates = chosen
    ? [chosen]
    : [
        ...environments
          .filter((folder): folder is string => folder !== undefined)
          .map(pythonIn)
          .filter(existsSync),
        "python3",
        "python",
      ];
  let first: Python | undefined;
  for (const command of new Set(candidates)) {
    const python = ask(command);
    if (python?.packages.nbclient) return python;
    first ??= python;
  }
  return first;
}

/** The Python that runs notebooks; throws, saying what to do, where there is none. */
export function requirePython(env: NodeJS.ProcessEnv = process.env): Python {
  const python = findPython(env);
  if (python?.packages.nbclient) return python;
  throw expected(
    "a Python with nbclient, to run notebooks",
    python
      ? `${python.command} (${python.version}) without it`
      : (env.TASKWEAVE_PYTHON ?? "no Python"),
    `Run: ${installJupyter(python)}, or name another one in TASKWEAVE_PYTHON.`,
  );
}

/** The command that brings Jupyter: in a clone the set-up does, elsewhere pip. */
export function installJupyter(python: Python | undefined): string {
  if (existsSync(join(ROOT, "src"))) return "npm start";
  return `${python?.command ?? "python3"} -m pip install jupyterlab nbclient plotly`;
}

function pythonIn(environment: string): string {
  return process.platform === "win32"
    ? join(environment, "Scripts", "python.exe")
    : join(environment, "bin", "python");
}

function ask(command: string): Python | undefined {
  const { status, stdout } = spawnSync(command, ["-c", ASK], { encoding: "utf8" });
  if (status !== 0) return undefined;
  return { command, ...(JSON.parse(stdout) as Omit<Python, "command">) };
}
