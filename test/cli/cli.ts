// Runs the built command line as a user does.
import { spawn, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";

export const ROOT = resolve(__dirname, "..", "..");
const MAIN = resolve(ROOT, "dist", "cli", "main.js");

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

export interface CliOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Gets the process as soon as it runs. */
  spawned?: (child: ChildProcess) => void;
}

export function taskweave(
  args: string[],
  { cwd = ROOT, env, spawned }: CliOptions = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: { ...process.env, ...env },
    detached: true, // a group of its own, so that a test can press Ctrl-C in it
  });
  spawned?.(child);
  const ended: Ended = { code: null, out: "", err: "" };
  child.stdout.on("data", (chunk) => (ended.out += chunk));
  child.stderr.on("data", (chunk) => (ended.err += chunk));
  return new Promise((done) => child.on("close", (code) => done({ ...ended, code })));
}
