// How to learn on a stream.
import type * as tf from "@tensorflow/tfjs";
import { expected } from "../../errors";
import type { Tasks } from "../../tasks/task";
import type { Weighting } from "../../weighting/weighting";
import type { DriftDetector } from "./adwin";
import type { Build } from "./growing";

/** How to learn on a stream. */
export interface OnlineOptions {
  /** Makes the model for the tasks of the moment; hardSharing with a fixed encoder and seed. */
  build: Build;
  /** All tasks that may ever appear. */
  tasks: Tasks;
  /** How tasks are weighed, anew whenever tasks come or go. Default: equal(). */
  weighting?: Weighting;
  /** Default: Adam with rate 0.005. Made anew with the model. */
  optimizer?: () => tf.Optimizer;
  /** Updates per batch. Default 1. */
  steps?: number;
  /** Rows kept for replay; as many as the batch has join each update. 0 for none. Default 500. */
  memory?: number;
  /** Watches the errors of a task. Default: adwin({ rises: true }). */
  detector?: () => DriftDetector;
  /** A task ends after so many batches without a label. Default 20. */
  patience?: number;
  /** Batches that count as an epoch for weightings that look at epochs (dwa). Default 20. */
  epoch?: number;
  /** Memory of the fading error, in rows: factor 1 - 1 / this. Default 500. */
  horizon?: number;
  /** Of the replay. Default 0. */
  seed?: number;
  /** Stops before the next batch when aborted. Leaving the loop does the same. */
  signal?: AbortSignal;
  compile?: boolean;
  /** A clock in milliseconds. Default: performance.now. */
  now?: () => number;
}

/** Throws for options that make no sense. */
export function checkOnline({
  tasks,
  patience,
  steps,
  memory,
  horizon,
  epoch,
}: OnlineOptions): void {
  if (Object.keys(tasks ?? {}).length === 0) {
    throw expected("a task or more that may appear", "none", "Declare them: tasks: { ... }.");
  }
  for (const [name, value] of Object.entries({ patience, steps, horizon, epoch })) {
    if (value === undefined || (Number.isInteger(value) && value >= 1)) continue;
    throw expected(`${name} to be a whole number from 1 up`, String(value), "Correct it.");
  }
  if (memory === undefined || (Number.isInteger(memory) && memory >= 0)) return;
  throw expected("memory to be a whole number from 0 up", String(memory), "Try 500.");
}
