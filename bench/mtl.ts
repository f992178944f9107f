// LibMTL's recorded results on three small problems, beside what this library comes to from the same start.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import "../src/engine";
import { expected } from "../src/errors";
import { compareNetworks, type NetworkRun } from "./mtl/compareNetworks";
import { compareToy, type ToyRun } from "./mtl/compareToy";
import { overlaid, threeTasks } from "./mtl/networks";
import type { Line } from "./mtl/report";

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: "string" },
      method: { type: "string" },
      seeds: { type: "string", default: "3" },
      json: { type: "string" },
    },
  });
  const chosen = values.only?.split(",") ?? ["a", "b", "c"];
  const wrong = chosen.find((name) => !"abc".includes(name));
  if (wrong !== undefined) throw expected("problems a, b or c after --only", wrong, "Choose some.");
  const only = (name: string) => !values.method || values.method.split(",").includes(name);
  const seeds = Number(values.seeds);
  const start = performance.now();
  const lines: Line[] = [];
  if (chosen.includes("a")) lines.push(...compareToy(recorded<{ runs: ToyRun[] }>("a"), only));
  if (chosen.includes("b")) {
    const b = recorded<{ ink_mean: number; ink_std: number; runs: NetworkRun[] }>("b");
    const problem = () => threeTasks({ mean: b.ink_mean, sd: b.ink_std });
    lines.push(...(await compareNetworks("b", b, problem, only, seeds)));
  }
  if (chosen.includes("c")) {
    lines.push(
      ...(await compareNetworks("c", recorded<{ runs: NetworkRun[] }>("c"), overlaid, only, seeds)),
    );
  }
  const failed = lines.filter(({ verdict }) => verdict === "differs");
  const explained = lines.filter(({ verdict }) => verdict !== "differs" && verdict !== "agrees");
  console.log("\nExplained:");
  const reasons = new Map<string, string[]>();
  for (const { title, verdict } of explained) {
    reasons.set(verdict, [...(reasons.get(verdict) ?? []), title]);
  }
  for (const [reason, titles] of reasons) console.log(`  ${reason}\n    ${titles.join("\n    ")}`);
  if (failed.length > 0) {
    console.log("\nFailed:");
    for (const { title, detail } of failed) console.log(`  ${title}: ${detail}`);
  }
  const minutes = ((performance.now() - start) / 60000).toFixed(1);
  const machine = `${cpus().length} cores ${cpus()[0].model.trim()}, Node ${process.versions.node}`;
  console.log(`\n${new Date().toISOString().slice(0, 10)}  ${machine}  ${minutes} minutes`);
  console.log(
    `${lines.length - explained.length - failed.length} agree, ${explained.length} explained`,
  );
  console.log(`${lines.length - failed.length} passed, ${failed.length} failed`);
  if (values.json) writeFileSync(values.json, JSON.stringify(lines, null, 2) + "\n");
  process.exitCode = failed.length === 0 ? 0 : 1;
}

function recorded<T>(name: string): T {
  return JSON.parse(readFileSync(join(__dirname, `data/mtl/${name}.json`), "utf8"));
}
