// Time of one epoch of fit, against Keras fit of the same network on as many rows: they take turns of a few epochs. The first epoch
// of every turn builds and compiles; it is reported apart.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { circumstances, node, python, quantiles, type Answer } from "./processes";

/** Two heads on a multilayer perceptron, as the notebooks on handwritten digits have them. */
export const FITS = [
  { name: "digits", rows: 1437, input: [64], hidden: 64, batch: 32, heads: [10, 2], epochs: 12 },
  { name: "mnist", rows: 8000, input: [784], hidden: 128, batch: 32, heads: [10, 2], epochs: 4 },
];

export async function main(args: string[]): Promise<void> {
  const options = { json: { type: "string" }, rounds: { type: "string", default: "4" } } as const;
  const { values } = parseArgs({ args, options });
  const workers = await Promise.all([
    node("taskweave", "taskweaveFit.ts", FITS),
    ...python("keras-epochs" as string, FITS),
  ]);
  const rows = [];
  console.log("workload  engine         epoch ms (median, p10)   first epoch ms");
  for (const { name } of FITS) {
    const answers = new Map(workers.map(({ engine }) => [engine, [] as Answer[]]));
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const { engine, ask } of workers) answers.get(engine)!.push(await ask(name));
    }
    for (const { engine } of workers) {
      const given = answers.get(engine)!;
      const start_ms = given[0].start;
      const row = { workload: name, engine, ...quantiles(given.flatMap((a) => a.times)), start_ms };
      rows.push(row);
      const cells = [row.median_ms, row.p10_ms, start_ms].map((ms) => ms.toFixed(1).padStart(11));
      console.log(name.padEnd(9), engine.padEnd(13), ...cells);
    }
  }
  const report = { ...circumstances(workers), rows };
  for (const worker of workers) worker.end();
  console.log(`\n${report.date}  ${report.machine}\n${JSON.stringify(report.versions)}`);
  if (values.json) writeFileSync(values.json, JSON.stringify(report, null, 2) + "\n");
}
