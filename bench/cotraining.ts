// Co-training on fixed splits, seed by seed, beside what other libraries scored on them; then what those figures taught.
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { paired } from "../src/cotraining";
import { ready } from "../src/engine";
import { expected } from "../src/errors";
import { checkSplits } from "./cotraining/checkSplits";
import { classic } from "./cotraining/classic";
import { clean } from "./cotraining/clean";
import { clients } from "./cotraining/clients";
import { claims, collapsed } from "./cotraining/findings";
import { noisy, overtrained } from "./cotraining/noisy";
import { reader, splitsOf } from "./cotraining/problems";
import { judged, recordedOf, type Column, type Row, type Table } from "./cotraining/rows";
import { findingLine, rowLine, type FindingRow } from "./cotraining/report";
import { semi } from "./cotraining/semi";

const TABLES = [classic, semi, noisy, overtrained, clean, clients];

interface Run {
  splits?: string;
  /** Seeds at most. */
  most: number;
  wanted(name: string): boolean;
}

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
  if (values.splits !== undefined) {
    const known = [...new Set(TABLES.flatMap(({ columns }) => columns.flatMap(filesOf)))];
    const there = checkSplits(values.splits, known);
    const missing = known.filter((name) => !there.includes(name));
    if (missing.length > 0)
      console.log(`Left out, as there are no splits of: ${missing.join(", ")}`);
  }
  await ready();
  const run: Run = {
    splits: values.splits,
    most: values.seeds ? Number(values.seeds) : values.quick ? 2 : Infinity,
    wanted: (name) => !values.only || values.only.split(",").some((part) => name.includes(part)),
  };
  const rows: Row[] = [];
  for (const table of TABLES) rows.push(...(await tabled(table, run)));
  const findings = await found(run);
  const count = rows.length + findings.length;
  if (count === 0) {
    throw expected("rows to run", `none for --only ${values.only}`, "Try --only classic.");
  }
  const having = (verdict: Row["verdict"]) => rows.filter((row) => row.verdict === verdict).length;
  const failed = having("failed") + findings.filter(({ passed }) => !passed).length;
  const report = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} x ${cpus()[0].model}`,
    node: process.version,
    splits: values.splits ? "given" : "public",
    rows,
    findings,
  };
  if (values.json) writeFileSync(values.json, JSON.stringify(report, null, 1) + "\n");
  console.log(`\n${report.date}  ${report.machine}  Node ${report.node}`);
  const explained = having("explained");
  console.log(
    `${count - failed - explained} within their margin, ${explained} explained by chance`,
  );
  console.log(`${count - failed} passed, ${failed} failed`);
}

/** The files of splits that a column reads. */
function filesOf({ data, splits }: Column): string[] {
  return splits ? [data, splits] : [data];
}

/** The rows of a table, column by column. */
async function tabled(table: Table, { splits: folder, most, wanted }: Run): Promise<Row[]> {
  const read = reader();
  const rows: Row[] = [];
  for (const column of table.columns) {
    const name = `${column.data} ${column.level}`;
    const known = (method: string) => recordedOf(table.name, name, method).test.length;
    const methods = Object.entries(table.methods).filter(
      ([method]) => wanted(`${table.name} ${name} ${method}`) && known(method) > 0,
    );
    const extra = column.splits ? splitsOf(column.splits, folder).map(({ seed }) => seed) : [];
    const splits = splitsOf(column.data, folder).filter(
      ({ seed }) => !column.splits || extra.includes(seed),
    );
    if (methods.length === 0 || splits.length === 0) continue;
    const results = methods.map(() => ({ ours: [] as number[], times: [] as number[] }));
    for (const [at, split] of splits.entries()) {
      const problem = await read(column.data, split, column.budget);
      for (const [i, [method, train]] of methods.entries()) {
        if (at >= most || (!folder && at >= known(method))) continue;
        // Processor time: a busy machine makes a fit take longer, not cost more.
        const start = process.cpuUsage();
        results[i].ours.push(await train(problem, column, folder));
        const { user, system } = process.cpuUsage(start);
        results[i].times.push((user + system) / 1e6);
      }
      problem.dispose();
    }
    if (rows.length === 0) console.log(`\n${table.title}`);
    console.log(
      `\n${name}: ours and recorded in percent, processor seconds a fit (recorded: wall)`,
    );
    for (const [i, [method]] of methods.entries()) {
      const o = { method, column: name, ...results[i], publicSeeds: !folder };
      const row = judged(table, o);
      rows.push(row);
      console.log(rowLine(row));
    }
  }
  return rows;
}

/** Pairs of methods, difference by difference. */
async function found({ splits: folder, most, wanted }: Run): Promise<FindingRow[]> {
  const read = reader();
  const rows: FindingRow[] = [];
  for (const { claim, recorded, column, a, b, holds } of claims) {
    const name = `${column.data} ${column.level}`;
    if (!wanted(`findings ${name} ${claim}`)) continue;
    const [ours, theirs] = [[] as number[], [] as number[]];
    const collapses = { a: 0, b: 0 };
    // Networks take longer: five seeds of them, ten of the others.
    const count = Math.min(most, column.data === "digits" ? 5 : 10);
    for (const split of splitsOf(column.data, folder).slice(0, count)) {
      const problem = await read(column.data, split, column.budget);
      ours.push(await a(problem, column, folder));
      theirs.push(await b(problem, column, folder));
      if (collapsed(ours.at(-1)!, problem)) collapses.a++;
      if (collapsed(theirs.at(-1)!, problem)) collapses.b++;
      problem.dispose();
    }
    if (ours.length === 0) continue;
    const gap = paired(ours, theirs);
    const passed = holds({ gap, collapses });
    rows.push({ claim, column: name, recorded, a: ours, b: theirs, gap, collapses, passed });
    if (rows.length === 1) console.log("\nFindings: A - B in points, paired by seed\n");
    console.log(findingLine(rows.at(-1)!));
  }
  return rows;
}
