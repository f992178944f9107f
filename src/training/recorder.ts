// Writes the history of a run, epoch by epoch.
import type { History } from "./history";

/** What one epoch adds, a number per task; `validation` only where there is validation data. */
export interface EpochRecord {
  readonly loss: readonly number[];
  readonly weights: readonly number[];
  readonly validation?: readonly number[];
}

/** Collects epochs, and tells the story so far. */
export interface Recorder<K extends string> {
  add(epoch: EpochRecord): void;
  /** A copy that later epochs do not touch; `best` is the last epoch unless given. */
  history(stopped: History["stopped"], best?: number): History<K>;
  /** The last epoch's losses in a few words: "digit 0.0512, parity 0.101". */
  text(): string;
}

/** A recorder for these tasks. */
export function recorder<K extends string>(
  tasks: K[],
  engine: string,
  mode: () => string,
): Recorder<K> {
  const epochs: EpochRecord[] = [];
  const column = (pick: (epoch: EpochRecord) => readonly number[] | undefined) =>
    Object.fromEntries(
      tasks.map((task, i) => [task, epochs.flatMap((epoch) => pick(epoch)?.[i] ?? [])]),
    ) as Record<K, number[]>;
  return {
    add: (epoch) => void epochs.push(epoch),
    history: (stopped, best = epochs.length - 1) => ({
      tasks: [...tasks],
      epochs: epochs.length,
      stopped,
      best,
      loss: column((epoch) => epoch.loss),
      validation: column((epoch) => epoch.validation),
      weights: column((epoch) => epoch.weights),
      engine,
      mode: mode(),
    }),
    text() {
      const losses = epochs.at(-1)?.loss ?? [];
      return losses.map((loss, i) => `${tasks[i]} ${loss.toPrecision(3)}`).join(", ");
    },
  };
}
