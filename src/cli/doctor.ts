// taskweave doctor: what would run here, what is missing, and the command that mends it. The JSON is described in docs/cli.md.
import type { Command } from "commander";
import { diagnose, type Diagnosis } from "./diagnosis";

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .description("show what would run here, what is missing and how to mend it")
    .option("--json", "as JSON (docs/cli.md describes it)")
    .action(async ({ json }: { json?: boolean }) => {
      const diagnosis = await diagnose();
      console.log(json ? JSON.stringify(diagnosis, null, 2) : describe(diagnosis));
      if (!diagnosis.ok) process.exitCode = 1;
    });
}

function describe({ taskweave, engine, node, python, kernel, missing }: Diagnosis): string {
  const jupyter = python && Object.entries(python.packages).filter(([, v]) => v !== null);
  const rows = [
    ["taskweave", taskweave],
    ["engine", `${engine.name} (${engine.why})`],
    ["TensorFlow", [engine.tensorflow, `TensorFlow.js ${engine.tfjs}`].filter(Boolean).join(", ")],
    ["steps", steps(engine)],
    ["Node", `${node.version} (${node.path})`],
    ["Python", python ? `${python.version} (${python.command})` : "none"],
    ["Jupyter", jupyter?.map(([name, version]) => `${name} ${version}`).join(", ") || "none"],
    ["kernel", kernel?.folder ?? "none"],
  ];
  const lines = rows.map(([name, value]) => `${name!.padEnd(12)}${value}`);
  if (missing.length === 0) return [...lines, "", "✓ nothing is missing"].join("\n");
  const wants = missing.map(({ what, mend }) => `✗ ${what}\n  ${mend}`);
  return [...lines, "", ...wants].join("\n");
}

function steps({ steps, threads }: Diagnosis["engine"]): string {
  if (threads === null) return steps;
  return `${steps}, ${threads} ${threads === 1 ? "thread" : "threads"} an operation`;
}
