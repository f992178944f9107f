// Time of one training step, side by side: every engine lives in its own process, and they take turns of a few steps, so that
// whatever else the machine does hits all of them.
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { WORKLOADS } from "./workloads";

type Engine = "taskweave" | "tfjs-eager" | "keras-fit" | "tf-function" | "torch";
interface Answer {
  version?: string;
  start: number;
  times: number[];
}
interface Worker {
  engine: Engine;
  version: string;
  ask(workload: string, steps: number): Promise<Answer>;
  end(): void;
}

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: "string" },
      rounds: { type: "string", default: "8" },
      only: { type: "string" },
    },
  });
  const chosen = WORKLOADS.filter((w) => !values.only || values.only.split(",").includes(w.name));
  const workers = await startAll();
  const rows = [];
  for (const { name, title, steps } of chosen) {
    const able = workers.filter(({ engine }) => name !== "v" || engine !== "keras-fit");
    const answers = new Map(able.map(({ engine }) => [engine, [] as Answer[]]));
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const worker of able) answers.get(worker.engine)!.push(await worker.ask(name, steps));
    }
    const found = able.map(({ engine }) => {
      const times = answers.get(engine)!.flatMap((a) => a.times);
      const start = answers.get(engine)![0].start;
      return { workload: name, engine, ...quantiles(times), start_ms: start };
    });
    rows.push(...found);
    print(title, found);
  }
  for (const worker of workers) worker.end();
  const machine = `${cpus().length} x ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}`;
  const versions = Object.fromEntries(workers.map(({ engine, version }) => [engine, version]));
  console.log(`\n${machine}\n${JSON.stringify(versions)}`);
  const report = { date: new Date().toISOString(), machine, versions, rows };
  if (values.json) writeFileSync(values.json, JSON.stringify(report, null, 2) + "\n");
}

/** Node's engines, and Python's where a virtual environment with bench/requirements.txt is found. */
async function startAll(): Promise<Worker[]> {
  const hook = ["-r", join(__dirname, "../test/engine/source.cjs")];
  const node = (file: string) => spawned(process.execPath, [...hook, join(__dirname, file)]);
  const started = [
    start("taskweave", node("taskweave.ts")),
    start("tfjs-eager", node("eager.cjs")),
  ];
  const python = process.env.BENCH_PYTHON ?? join(__dirname, ".venv/bin/python");
  if (existsSync(python)) {
    for (const engine of ["keras-fit", "tf-function", "torch"] as const) {
      started.push(start(engine, spawned(python, [join(__dirname, "anchors.py"), engine])));
    }
  } else {
    console.log(`No Python at ${python}: no Keras, tf.function, PyTorch. See bench/README.md.`);
  }
  return Promise.all(started);
}

function spawned(command: string, args: string[]): ChildProcess {
  const env = { ...process.env, WORKLOADS: JSON.stringify(WORKLOADS) };
  return spawn(command, args, { env, stdio: ["pipe", "pipe", "inherit"] });
}

async function start(engine: Engine, child: ChildProcess): Promise<Worker> {
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const answer = async (): Promise<Answer> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${engine} ended early.`);
    return JSON.parse(value);
  };
  const { version } = await answer();
  return {
    engine,
    version: version!,
    ask(workload, steps) {
      child.stdin!.write(`${workload} ${steps}\n`);
      return answer();
    },
    end: () => child.stdin!.end(),
  };
}

function quantiles(times: number[]): { median_ms: number; p10_ms: number } {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (q: number) => sorted[Math.floor(q * (sorted.length - 1))];
  return { median_ms: at(0.5), p10_ms: at(0.1) };
}

interface Row {
  engine: Engine;
  median_ms: number;
  p10_ms: number;
  start_ms: number;
}

function print(title: string, rows: Row[]): void {
  const own = rows.find(({ engine }) => engine === "taskweave")!;
  console.log(`\n${title}`);
  console.log("engine         median ms   p10 ms   start ms   taskweave / it (median, p10)");
  for (const { engine, median_ms, p10_ms, start_ms } of rows) {
    const [m, p] = [own.median_ms / median_ms, own.p10_ms / p10_ms];
    const cells = [median_ms.toFixed(2).padStart(10), p10_ms.toFixed(2).padStart(9)];
    const ratio = `${m.toFixed(2)}x ${p.toFixed(2)}x`;
    console.log(engine.padEnd(13), ...cells, start_ms.toFixed(0).padStart(9), " ", ratio);
  }
}
