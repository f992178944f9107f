// Rows of the co-training bench as lines of text.
import type { Paired } from "../../src/cotraining";
import { spreadOf } from "../../src/data/spread";
import { percent } from "./percent";
import type { Row } from "./rows";

/** A claim with what the seeds said to it. */
export interface FindingRow {
  readonly claim: string;
  readonly column: string;
  readonly recorded: string;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly gap: Paired;
  readonly collapses: { a: number; b: number };
  readonly passed: boolean;
}

export function rowLine(row: Row): string {
  const { method, ours, recorded, seconds, recordedSeconds, verdict, why } = row;
  const figure = (values: readonly number[]) => {
    const { mean, sd } = spreadOf(values);
    return `${percent(mean)} +- ${Number.isNaN(sd) ? "?" : percent(sd)}`.padEnd(13);
  };
  return [
    `  ${method.padEnd(56)}`,
    figure(ours),
    figure(recorded),
    `n=${ours.length}`.padEnd(5),
    `${seconds.toFixed(2)} s (${recordedSeconds.toFixed(2)})`.padEnd(15),
    verdict === "passed" ? verdict : `${verdict === "failed" ? "FAILED" : verdict}: ${why}`,
  ].join(" ");
}

export function findingLine(row: FindingRow): string {
  const { claim, column, recorded, gap, collapses, passed } = row;
  const points = (value: number) => (value > 0 ? "+" : "") + percent(value);
  return [
    `  ${passed ? "passed" : "FAILED"}  ${column}: ${claim}`,
    `          mean ${points(gap.mean)} ± ${percent(gap.error)}, median ${points(gap.median)}, ` +
      `wins ${gap.wins}/${gap.seeds}, ties ${gap.ties}, collapses A ${collapses.a} B ${collapses.b}` +
      ` (recorded: ${recorded})`,
  ].join("\n");
}
