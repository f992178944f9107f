// Executes notebooks through the real kernel: a Python process with nbclient does it (setup/jupyter/execute.py).
import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { installKernelSpec } from "../kernel/spec";
import { ROOT } from "./package";

/** Why a notebook failed: the code cell (from 1; 0 before the first), its id and source, and what the kernel said. */
export interface Failure {
  cell: number;
  id: string;
  source: string;
  message: string;
  traceback: string;
}

/** A code cell begins. */
export interface CellEvent {
  event: "cell";
  path: string;
  cell: number;
  cells: number;
}

/** A notebook ended; `out` is the executed notebook, there when it is `ok`. */
export interface DoneEvent {
  event: "done";
  path: string;
  ok: boolean;
  seconds: number;
  cells: number;
  out?: string;
  error?: Failure;
}

export interface ExecuteOptions {
  python: string;
  notebooks: string[];
  /** Folder for the executed notebooks. */
  out: string;
  /** Folder with 0.ipynb, 1.ipynb ..., executed in place of the notebooks, each in its notebook's folder. */
  instead?: string;
  /** Seconds a cell may take. */
  timeout: number;
}

/**
 * Executes notebooks one after the other, in the kernel of this copy of the package and on this Node, whatever kernels
 * are installed, and yields what happens. When the user interrupts, Python ends its kernel, and
 * the events end early. Throws when Python itself fails.
 */
export async function* execute(options: ExecuteOptions): AsyncGenerator<CellEvent | DoneEvent> {
  const { python, notebooks, out, instead, timeout } = options;
  const script = join(ROOT, "setup", "jupyter", "execute.py");
  const args = [
    "--timeout",
    `${timeout}`,
    "--out",
    out,
    ...(instead ? ["--instead", instead] : []),
  ];
  const child = spawn(python, [script, ...args, ...notebooks], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...withOwnKernel(out), PYTHONUTF8: "1" },
  });
  let complaints = "";
  child.stderr.on("data", (chunk) => (complaints = (complaints + chunk).slice(-4000)));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  for await (const line of createInterface({ input: child.stdout })) {
    yield JSON.parse(line) as CellEvent | DoneEvent;
  }
  const code = await ended;
  if (code !== 0) throw new Error(`The notebook runner ended with ${code}.\n${complaints.trim()}`);
}

/** Jupyter looks on JUPYTER_PATH first: there it finds this kernel, not one of the same name installed elsewhere. */
function withOwnKernel(folder: string): NodeJS.ProcessEnv {
  installKernelSpec({ prefix: folder });
  const path = [join(folder, "share", "jupyter"), process.env.JUPYTER_PATH];
  return { JUPYTER_PATH: path.filter(Boolean).join(delimiter) };
}
