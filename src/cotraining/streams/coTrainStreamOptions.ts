// How networks are co-trained on a stream, and what they tell of it.
import { expected } from "../../errors";
import { checkLabelOptions, type LabelOptions } from "../confidence";
import type { NetworkOptions } from "../networkParts";
import type { Sharing } from "../sharing";
import type { DriftDetector } from "./adwin";

/** How networks teach each other on a stream. Rows are unlabelled where the target is NaN. */
export interface CoTrainStreamOptions extends LabelOptions {
  target: string;
  classes: number;
  /** Updates per batch. Default 2. */
  steps?: number;
  /** Of Adam. Default 0.005. */
  learningRate?: number;
  /** Labelled rows kept for replay. Default 500. */
  memory?: number;
  /** Labelled rows in an update, drawn from the memory. Default 32. */
  labelledBatchSize?: number;
  /** Batches over which passed labels come to count fully, at the start and after a drift. Default 20. */
  rampBatches?: number;
  /** How much passed labels count at most; 0 trains on given labels alone. Default 1. */
  passedWeight?: number;
  /** Default: learnedWeights(). */
  sharing?: Sharing;
  /** Watches, row by row, whether networks disagree: it needs no labels. Default: adwin({ rises: true }). */
  detector?: () => DriftDetector;
  /** Memory of the fading error, in rows. Default 500. */
  horizon?: number;
  /** Default 0. */
  seed?: number;
  signal?: AbortSignal;
  compile?: boolean;
  /** A clock in milliseconds. Default: performance.now. */
  now?: () => number;
}

/** What happened with one batch, as plain data. */
export interface CoTrainStreamRecord {
  readonly batch: number;
  readonly rows: number;
  /** Rows that came with a label. */
  readonly labelled: number;
  /** Unlabelled rows that had a label passed on. */
  readonly passed: number;
  /** Share of rows on which two networks name the same class, averaged over pairs, before learning. */
  readonly agreement: number;
  /** Error of the networks together on the rows that came with a label, before learning; null where there are none. */
  readonly error: number | null;
  /** The same with a fading memory. */
  readonly fading: number | null;
  /** Mean loss of each network and of the shared head; empty before the first labels. */
  readonly loss: number[];
  /** How much passed labels counted. */
  readonly ramp: number;
  /** True where disagreement rose: older labels were forgotten, and passed ones count little for a while. */
  readonly drift: boolean;
}

/** Throws for options that make no sense. */
export function checkStream(networks: readonly NetworkOptions[], o: CoTrainStreamOptions): void {
  if (networks.length === 0) throw expected("a network or more", "none", "Give two, say.");
  checkLabelOptions(o, networks.length);
  const counts = { steps: o.steps, memory: o.memory, labelledBatchSize: o.labelledBatchSize };
  for (const [name, value] of Object.entries({ ...counts, rampBatches: o.rampBatches })) {
    if (value === undefined || (Number.isInteger(value) && value >= 1)) continue;
    throw expected(`${name} to be a whole number from 1 up`, String(value), "Correct it.");
  }
}
