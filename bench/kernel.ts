// npm run bench -- kernel [--rounds N]: this kernel beside plain tslab and, where $DENO or the path has it, Deno's.
// Prints two tables: latencies (median of the rounds, kernels taking turns) and behaviour, each tried.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { requirePython } from "../src/cli/python";
import { quantiles } from "./processes";

const ROOT = join(__dirname, "..");
const TSLAB = join(ROOT, "node_modules", ".bin", "tslab");

interface Measured {
  times: Record<string, Record<string, number>[]>;
  behaviour: Record<string, Record<string, boolean>>;
}

export function main(options: string[]): void {
  const at = options.indexOf("--rounds");
  const rounds = at < 0 ? "5" : options[at + 1];
  const prefix = mkdtempSync(join(tmpdir(), "taskweave-bench-"));
  try {
    const names = installKernels(prefix);
    const out = execFileSync(
      requirePython().command,
      [join(__dirname, "kernels.py"), rounds, ...names],
      {
        cwd: join(ROOT, "notebooks"),
        env: { ...process.env, ...kernelsIn(prefix) },
        encoding: "utf8",
        maxBuffer: 2 ** 26,
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    report(JSON.parse(out.slice(out.lastIndexOf("\n{") + 1)) as Measured, rounds);
  } finally {
    rmSync(prefix, { recursive: true, force: true });
  }
}

function kernelsIn(prefix: string): NodeJS.ProcessEnv {
  const path = [join(prefix, "share", "jupyter"), process.env.JUPYTER_PATH];
  return { JUPYTER_PATH: path.filter(Boolean).join(delimiter) };
}

/** Puts the kernels there are under `prefix` and returns their names. */
function installKernels(prefix: string): string[] {
  const install = (name: string, language: string, argv: string[]) => {
    const folder = join(prefix, "share", "jupyter", "kernels", name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, "kernel.json"),
      JSON.stringify({ argv, display_name: name, language }),
    );
    return name;
  };
  execFileSync(process.execPath, [
    join(ROOT, "dist", "cli", "main.js"),
    ...["kernel", "install", "--prefix", prefix],
  ]);
  const tslab = [process.execPath, TSLAB, "kernel", "--config-path", "{connection_file}"];
  const names = ["taskweave", install("tslab", "typescript", tslab)];
  const deno = process.env.DENO ?? "deno";
  if (spawnSync(deno, ["--version"]).status === 0) {
    const argv = [deno, "jupyter", "--kernel", "--conn", "{connection_file}"];
    names.push(install("deno", "typescript", argv));
  } else console.log("No Deno: set DENO to its binary (npm install deno, in a folder of its own).");
  return names;
}

function report({ times, behaviour }: Measured, rounds: string): void {
  const names = Object.keys(times);
  const { model } = cpus()[0];
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${model}, load ${loadavg()[0].toFixed(1)}, Node ${process.version}, ${rounds} rounds\n`,
  );
  const median = (name: string, what: string) =>
    quantiles(times[name].map((row) => row[what])).median_ms;
  const row = (cells: string[]) => console.log(`| ${cells.join(" | ")} |`);
  row(["median, ms (beside taskweave)", ...names]);
  row(["---", ...names.map(() => "---:")]);
  for (const what of Object.keys(times.taskweave[0])) {
    const own = median("taskweave", what);
    const cell = (name: string) =>
      `${(1000 * median(name, what)).toFixed(0)} (×${(median(name, what) / own).toFixed(2)})`;
    row([what, ...names.map(cell)]);
  }
  console.log();
  row(["behaviour", ...names]);
  row(["---", ...names.map(() => "---")]);
  for (const what of Object.keys(behaviour.taskweave))
    row([what, ...names.map((name) => (behaviour[name][what] ? "yes" : "no"))]);
}
