// Co-training on fixed splits, seed by seed, beside what other libraries scored on them.
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { ready } from "../src/engine";
import { classic } from "./cotraining/classic";
import { noisy, overtrained } from "./cotraining/noisy";
import { reader, splitsOf } from "./cotraining/problems";
import { judged, mean, percent, recordedOf, spread, type Row, type Table } from "./cotraining/rows";
import { semi } from "./cotraining/semi";

const TABLES = [classic, semi, noisy, overtrained];

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      splits: { type: "string" },
      only: { type: "string" },
      seeds: { type: "string" },
      quick: { type: "boolean", default: false },
      json: { type: "string" },
    },
  });
  await ready();
  const wanted = (name: string) =>
    !values.only || values.only.split(",").some((part) => name.includes(part));
  const some = (table: Table, column: string) =>
    Object.entries(table.methods).filter(
      ([method]) =>
        wanted(`${table.name} ${column} ${method}`) &&
        recordedOf(table.name, column, method).test.length > 0,
    );
  const most = values.seeds ? Number(values.seeds) : values.quick ? 2 : Infinity;
  const read = reader();
  const rows: Row[] = [];
  for (const table of TABLES) {
    if (!table.columns.some(({ data, level }) => some(table, `${data} ${level}`).length > 0))
      continue;
    console.log(`\n${table.title}\nOurs and recorded: mean +- sd over seeds, in percent.`);
    for (const column of table.columns) {
      const name = `${column.data} ${column.level}`;
      const methods = some(table, name);
      if (methods.length === 0) continue;
      const splits = splitsOf(column.data, values.splits);
      const found = new Map(methods.map(([method]) => [method, { ours: [], times: [] } as Found]));
      for (const [at, split] of splits.entries()) {
        const problem = await read(column.data, split, column.budget);
        for (const [method, run] of methods) {
          const { test } = recordedOf(table.name, name, method);
          if (at >= Math.min(most, values.splits ? Infinity : test.length)) continue;
          // Processor time: a busy machine makes a fit take longer, not cost more.
          const start = process.cpuUsage();
          const right = await run(problem, column);
          const { user, system } = process.cpuUsage(start);
          found.get(method)!.times.push((user + system) / 1e6);
          found.get(method)!.ours.push(right);
        }
        problem.dispose();
      }
      console.log(`\n${name}`);
      for (const [method, { ours, times }] of found) {
        const publicSeeds = !values.splits;
        const row = judged(table, { method, column: name, ours, times, publicSeeds });
        rows.push(row);
        print(row);
      }
    }
  }
  const failed = rows.filter(({ passed }) => !passed).length;
  const report = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} x ${cpus()[0].model}`,
    node: process.version,
    splits: values.splits ? "given" : "public",
    rows,
  };
  if (values.json) writeFileSync(values.json, JSON.stringify(report, null, 1) + "\n");
  console.log(`\n${report.date}  ${report.machine}  Node ${report.node}`);
  console.log(`${rows.length - failed} passed, ${failed} failed`);
}

interface Found {
  ours: number[];
  times: number[];
}

function print({ method, ours, recorded, seconds, recordedSeconds, passed, why }: Row): void {
  const figure = (values: readonly number[]) =>
    `${percent(mean(values))} +- ${values.length > 1 ? percent(spread(values)) : "?"}`.padEnd(13);
  const time = `${seconds.toFixed(2)} s (${recordedSeconds.toFixed(2)})`.padEnd(16);
  const verdict = passed ? "passed" : `FAILED: ${why}`;
  console.log(
    `  ${method.padEnd(50)} ${figure(ours)} ${figure(recorded)} n=${String(ours.length).padEnd(3)}${time}${verdict}`,
  );
}
