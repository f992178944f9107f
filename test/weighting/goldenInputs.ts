// The inputs of golden files by their ids, each as the calls a method gets.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expected } from "../../src/errors";
import type { Rows } from "../../src/weighting/aggregation";

/** One call. */
export interface Given {
  losses: number[];
  losses_after?: number[];
  rows: Rows[];
}

/** A file of the folder; `missing` where it is not there, if given. */
export function read<T>(folder: string, name: string, missing?: T): T {
  const path = join(folder, name);
  if (missing !== undefined && !existsSync(path)) return missing;
  return JSON.parse(readFileSync(path, "utf8")) as T;
}

/** Inputs by id. Files of losses alone have one coordinate per task, so that the update is the weights. */
export function inputsOf(folder: string, file: string): (id: string) => Given[] {
  type Matrix = { id: string; losses: number[]; grads: number[][] };
  type Steps<S> = { id: string; steps: S[] };
  const all = read<{
    matrices: Matrix[];
    sequences: Steps<{ losses: number[]; losses_after: number[]; grads: number[][] }>[];
    triples: Steps<{ losses: number[][]; grads: number[][][] }>[];
    epoch_losses: { id: string; mean_losses: number[][] }[];
  }>(folder, "inputs.json");
  const eye = (losses: number[]) => [losses.map((_, i) => losses.map((_, j) => Number(i === j)))];
  const lossesOnly = file.includes("scalarizers");
  const byId = new Map<string, Given[]>();
  for (const m of all.matrices) {
    byId.set(m.id, [{ losses: m.losses, rows: lossesOnly ? eye(m.losses) : [m.grads] }]);
  }
  for (const s of all.sequences) {
    const rows = (step: { losses: number[]; grads: number[][] }) =>
      lossesOnly ? eye(step.losses) : [step.grads];
    byId.set(
      s.id,
      s.steps.map((step) => ({ ...step, rows: rows(step) })),
    );
  }
  for (const t of all.triples) {
    byId.set(
      t.id,
      t.steps.map((step) => ({ losses: step.losses[0], rows: step.grads })),
    );
  }
  for (const e of all.epoch_losses) {
    byId.set(
      e.id,
      e.mean_losses.map((losses) => ({ losses, rows: eye(losses) })),
    );
  }
  return (id) => {
    const given = byId.get(id);
    if (given) return given;
    throw expected(`an input "${id}" in inputs.json`, "none", "Add it, or drop the case.");
  };
}
