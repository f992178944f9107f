// Time of one training step, side by side: every engine lives in its own process, and they take turns of a few steps, so that
// whatever else the machine does hits all of them.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { circumstances, node, python, quantiles, type Answer } from "./processes";
import { WORKLOADS } from "./workloads";

type Engine = "taskweave" | "tfjs-eager" | "keras-fit" | "tf-function" | "torch";

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
  const anchors = ["keras-fit", "tf-function", "torch"] as const;
  const workers = await Promise.all([
    node("taskweave" as Engine, "taskweave.ts", WORKLOADS),
    node("tfjs-eager" as Engine, "eager.cjs", WORKLOADS),
    ...anchors.flatMap((engine) => python(engine as Engine, WORKLOADS)),
  ]);
  const rows: (Row & { workload: string })[] = [];
  for (const { name, title, steps } of chosen) {
    const able = workers.filter(({ engine }) => name !== "v" || engine !== "keras-fit");
    const answers = new Map(able.map(({ engine }) => [engine, [] as Answer[]]));
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const { engine, ask } of able) answers.get(engine)!.push(await ask(`${name} ${steps}`));
    }
    const found = able.map(({ engine }) => {
      const times = answers.get(engine)!.flatMap((a) => a.times);
      const start_ms = answers.get(engine)![0].start;
      const cpu_ms = Math.min(...answers.get(engine)!.map((a) => a.cpu!));
      return { workload: name, engine, ...quantiles(times), cpu_ms, start_ms };
    });
    rows.push(...found);
    print(title, found);
  }
  const report = { ...circumstances(workers), rows };
  for (const worker of workers) worker.end();
  console.log(`\n${report.date}  ${report.machine}\n${JSON.stringify(report.versions)}`);
  if (values.json) writeFileSync(values.json, JSON.stringify(report, null, 2) + "\n");
}

interface Row {
  engine: Engine;
  median_ms: number;
  p10_ms: number;
  cpu_ms: number;
  start_ms: number;
}

function print(title: string, rows: Row[]): void {
  const own = rows.find(({ engine }) => engine === "taskweave")!;
  console.log(`\n${title}`);
  console.log(
    "engine         median ms   p10 ms    cpu ms   start ms   taskweave / it (median, p10, cpu)",
  );
  for (const { engine, median_ms, p10_ms, cpu_ms, start_ms } of rows) {
    const ratios = [own.median_ms / median_ms, own.p10_ms / p10_ms, own.cpu_ms / cpu_ms];
    const cells = [median_ms, p10_ms, cpu_ms].map((ms) => ms.toFixed(2).padStart(9));
    const ratio = ratios.map((r) => `${r.toFixed(2)}x`).join(" ");
    console.log(engine.padEnd(13), ...cells, start_ms.toFixed(0).padStart(9), " ", ratio);
  }
}
