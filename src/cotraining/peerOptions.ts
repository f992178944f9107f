// What training networks together can be told: by the caller, and by the method that uses the loop.
import type { Model } from "../models/model";
import type { Perturbation } from "./perturb";
import type { Diagnostics } from "./rounds";

/** How networks train together. */
export interface PeerOptions {
  /** Passes over the data. Default 30. */
  epochs?: number;
  /** Examples per step. Default 32. */
  batchSize?: number;
  /**
   * Rows without a label in each step, beside `batchSize` labelled ones; an epoch is then a pass over the former.
   * Default: labelled or not, rows come as they are.
   */
  unlabelled?: number;
  /** How rows are changed, anew in every step and for all networks alike: jitter(0.05). Default: as they are. */
  augment?: Perturbation;
  /** Of each network's Adam. Default 0.001. */
  learningRate?: number;
  /** Of the order of the examples, and of noise. Default 0. */
  seed?: number;
  /** What to measure after every epoch; nothing that trains reads it. */
  diagnostics?: Diagnostics;
  /** Stops after the epoch when aborted. */
  signal?: AbortSignal;
  /** Compile the step (native engine). Default true. */
  compile?: boolean;
  /** A clock in milliseconds. Default: performance.now. */
  now?: () => number;
}

/** What a method asks of the loop, besides its options. */
export interface PeerLoop {
  /** Numbers of an epoch that lessons read as `levels`. */
  levels?: (epoch: number) => number[];
  /** Called after every step. */
  after?: () => void;
  /** Networks that are asked but do not learn: teachers. */
  asked?: readonly Model[];
  /** Networks whose answers diagnostics measure. Default: those that learn. */
  judged?: readonly Model[];
  /** All networks learn in one step from the sum of their losses, and gradients pass between them. Default: in turn. */
  atOnce?: boolean;
}
