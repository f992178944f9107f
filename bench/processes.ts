// Engines in processes of their own: a line with a question goes in, a line of JSON comes out.
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** What an engine measured, in milliseconds. */
export interface Answer {
  /** Building, compiling and first steps. */
  start: number;
  times: number[];
  /** Processor time of one step, all threads together: what a busy machine disturbs least. */
  cpu?: number;
}
/** A running engine. */
export interface Worker<E extends string = string> {
  readonly engine: E;
  readonly version: string;
  ask(question: string): Promise<Answer>;
  end(): void;
}

/** A TypeScript or JavaScript file of bench/ as an engine. */
export function node<E extends string>(engine: E, file: string, workloads: unknown) {
  const hook = ["-r", join(__dirname, "../test/engine/source.cjs")];
  return start(engine, process.execPath, [...hook, join(__dirname, file)], workloads);
}

/** anchors.py as one of its engines, where a virtual environment with bench/requirements.txt is found. */
export function python<E extends string>(engine: E, workloads: unknown): Promise<Worker<E>>[] {
  const path = process.env.BENCH_PYTHON ?? join(__dirname, ".venv/bin/python");
  if (existsSync(path))
    return [start(engine, path, [join(__dirname, "anchors.py"), engine], workloads)];
  console.log(`No ${engine}: there is no Python at ${path} (see bench/requirements.txt).`);
  return [];
}

/** Where and with what it was measured. */
export function circumstances(workers: readonly Worker[]) {
  return {
    date: new Date().toISOString(),
    machine: `${cpus().length} x ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}`,
    versions: Object.fromEntries(workers.map(({ engine, version }) => [engine, version])),
  };
}

/** The median and the 10th percentile. */
export function quantiles(times: number[]): { median_ms: number; p10_ms: number } {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (q: number) => sorted[Math.floor(q * (sorted.length - 1))];
  return { median_ms: at(0.5), p10_ms: at(0.1) };
}

async function start<E extends string>(
  engine: E,
  command: string,
  args: string[],
  workloads: unknown,
): Promise<Worker<E>> {
  const env = { ...process.env, WORKLOADS: JSON.stringify(workloads) };
  const child: ChildProcess = spawn(command, args, { env, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${engine} ended early.`);
    return JSON.parse(value);
  };
  const { version } = await answer();
  return {
    engine,
    version,
    ask(question) {
      child.stdin!.write(`${question}\n`);
      return answer();
    },
    end: () => child.stdin!.end(),
  };
}
