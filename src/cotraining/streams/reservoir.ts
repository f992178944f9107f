// Replay: a fair sample of all labelled rows that a stream has brought so far.
import * as tf from "@tensorflow/tfjs";
import { Dataset } from "../../data/dataset";
import { labelledRows } from "../../data/labels";
import type { Rng } from "../../data/random";
import { expected } from "../../errors";

/** A memory of labelled rows. */
export interface Reservoir {
  readonly size: number;
  /** Sees the rows that have a label for some target; the batch stays the caller's. */
  add(batch: Dataset): void;
  /** So many rows by chance, with repetition, which the caller disposes; undefined while it is empty. */
  draw(count: number): Dataset | undefined;
  /** Forgets the labels of a target, and rows that have no other. */
  forget(target: string): void;
  dispose(): void;
}

/**
 * Reservoir sampling (Vitter 1985, algorithm R): of all labelled rows so far each is in the memory by the same chance,
 * size / n. Every batch must have the same inputs and targets (NaN where there is no label).
 *
 * @example
 * const memory = reservoir({ size: 500, rng: seeded(1) });
 */
export function reservoir({ size, rng }: { size: number; rng: Rng }): Reservoir {
  if (!(Number.isInteger(size) && size >= 1)) {
    throw expected("a size from 1 up", String(size), "Try 500.");
  }
  let memory: Dataset | undefined;
  let seen = 0;
  const keep = (from: Dataset, rows: number[]) => {
    const next = rows.length > 0 ? from.rows(rows) : undefined;
    memory?.dispose();
    memory = next;
  };
  return {
    get size() {
      return memory?.size ?? 0;
    },
    add(batch) {
      const fresh = labelledSomewhere(batch);
      if (fresh.length === 0) return;
      const held = memory?.size ?? 0;
      const slots = Array.from({ length: held }, (_, row) => row);
      for (const row of fresh) {
        seen++;
        const at = slots.length < size ? slots.length : Math.floor(rng() * seen);
        if (at < size) slots[at] = held + row;
      }
      const all = memory ? memory.concat(batch) : batch;
      keep(all, slots);
      if (all !== batch) all.dispose();
    },
    draw(count) {
      if (!memory) return undefined;
      const { size: held } = memory;
      return memory.rows(Array.from({ length: count }, () => Math.floor(rng() * held)));
    },
    forget(target) {
      if (!memory) return;
      const { [target]: gone, ...others } = memory.targets;
      if (!gone) return;
      const without = new Dataset(memory.inputs, {
        ...others,
        [target]: tf.fill(gone.shape, NaN),
      });
      keep(without, labelledSomewhere(without));
      without.targets[target].dispose();
    },
    dispose() {
      memory?.dispose();
      memory = undefined;
    },
  };
}

/** Rows with a label for some target. */
function labelledSomewhere({ targets, size }: Dataset): number[] {
  const rows = Object.values(targets).flatMap((target) => labelledRows(target.dataSync(), size));
  return [...new Set(rows)].sort((a, b) => a - b);
}
