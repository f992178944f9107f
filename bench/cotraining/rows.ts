// What a row of the co-training bench is, and when it counts as passed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { spreadOf } from "../../src/data/spread";
import { byChance, repeatsOf } from "./chance";
import { percent } from "./percent";
import type { Problem } from "./problems";

/** A group of rows with one protocol; names are those of the recorded figures. */
export interface Table {
  readonly name: string;
  readonly title: string;
  /** Data with what varies: labels a class, a kind of noise, a share of the labels. */
  readonly columns: readonly Column[];
  /** Methods, or what to run of ours beside each recorded one. */
  readonly methods: Record<string, Method>;
  /** How far below the recorded mean still passes: its sd over seeds, or a fixed share. */
  readonly margin: "sd" | number;
  /** Seconds that a fit may take, or as many as the recorded one took; none for networks. */
  readonly seconds?: number;
}

export interface Column {
  readonly data: Problem["name"];
  readonly level: string;
  /** Labels a class of the problem. */
  readonly budget: number | "all";
  /** Another file of splits that must have the seed. */
  readonly splits?: string;
}

/** Trains on the problem and gives the test accuracy; `folder` is where splits are read from, if not the public ones. */
export type Method = (problem: Problem, column: Column, folder?: string) => Promise<number>;

/** A row as it came out. */
export interface Row {
  readonly table: string;
  readonly method: string;
  readonly column: string;
  readonly ours: readonly number[];
  /** Accuracies recorded for other libraries, on the public seeds; empty where there are none. */
  readonly recorded: readonly number[];
  /** Mean over fits. */
  readonly seconds: number;
  readonly recordedSeconds: number;
  /** Explained: below the margin, but no further from what it is compared with than chance takes it. */
  readonly verdict: "passed" | "explained" | "failed";
  readonly why: string;
}

type Recorded = Record<string, Record<string, Record<string, { test: number[]; seconds: number }>>>;

const RECORDED = JSON.parse(
  readFileSync(join(__dirname, "../data/cotraining/recorded.json"), "utf8"),
) as Recorded;

/** The figures recorded for a method, one per public seed. */
export function recordedOf(table: string, column: string, method: string) {
  return RECORDED[table]?.[column]?.[method] ?? { test: [], seconds: NaN };
}

/** Judges what was measured. Where the seeds are the public ones, only as many recorded ones as were run count. */
export function judged(
  table: Table,
  o: { method: string; column: string; ours: number[]; times: number[]; publicSeeds: boolean },
): Row {
  const { method, column, ours, times } = o;
  const { test, seconds: recordedSeconds } = recordedOf(table.name, column, method);
  const recorded = o.publicSeeds ? test.slice(0, ours.length) : test;
  const seconds = spreadOf(times).mean;
  const [own, theirs] = [spreadOf(ours).mean, spreadOf(recorded).mean];
  const least = theirs - (table.margin === "sd" ? spreadOf(test).sd : table.margin);
  const short = !(own >= least);
  const slow = table.seconds !== undefined && seconds > Math.max(table.seconds, recordedSeconds);
  const chance = short
    ? byChance({
        ours,
        recorded,
        sameSeeds: o.publicSeeds,
        repeats: o.publicSeeds ? repeatsOf(table.name, column, method) : undefined,
      })
    : undefined;
  const why = [
    short && `${percent(own - theirs)} points`,
    chance && `by chance: ${chance}`,
    slow && `${seconds.toFixed(1)} s a fit`,
  ].filter(Boolean);
  return {
    table: table.name,
    method,
    column,
    ours,
    recorded,
    seconds,
    recordedSeconds,
    verdict: slow || (short && !chance) ? "failed" : short ? "explained" : "passed",
    why: why.join(", "),
  };
}
