// How networks are co-trained, and what comes of it.
import type * as tf from "@tensorflow/tfjs";
import type { LabelOptions } from "./confidence";
import type { CorrectionOptions } from "./correction";
import type { Criterion } from "./criteria";
import type { Classifier } from "./learner";
import type { NetworkRounds } from "./networkRounds";
import type { Diagnostics } from "./rounds";
import type { Say } from "./say";
import type { Sharing } from "./sharing";

/** How networks teach each other. Rows are unlabelled where the target is NaN. */
export interface CoTrainNetworksOptions extends LabelOptions {
  target: string;
  classes: number;
  /** Rounds at most. Default 30. */
  rounds?: number;
  /** Updates in a round. Default 20. */
  steps?: number;
  /** Labelled rows in an update. Default 32. */
  batchSize?: number;
  /** Unlabelled rows in an update. Default 128. */
  unlabelledBatchSize?: number;
  /** Default 0.001. */
  learningRate?: number;
  /** Default: Adam. The caller disposes it. `tf.train.sgd(rate)` is the article's. */
  optimizer?: tf.Optimizer;
  /** Rounds over which passed labels come to count fully, by exp(-5 (1 - r/n)^2). Default: 40 % of the rounds. */
  rampRounds?: number;
  /** How much passed labels count at most; 0 trains on given labels alone. Default 1. */
  passedWeight?: number;
  /** How much each network has to say in passed labels, round by round: `byDiversity`. Default: `weights`, 1 each. */
  say?: Say;
  /** Correct given labels that networks contradict. Default: given labels stay. */
  correct?: CorrectionOptions;
  /** How features are shared. Default: learnedWeights(). */
  sharing?: Sharing;
  /** How much the shared head's loss counts. Default 1. */
  sharedWeight?: number;
  /** Keep the shared head's loss from changing the encoders. Default false: joint training. */
  detached?: boolean;
  /** Standard deviation of the noise on inputs while training, other for every network. Default 0. */
  noise?: number;
  /** Ends early when one is met. Default: labelsSettled() and divergenceSettled(). */
  until?: readonly Criterion[];
  /** Of initial weights, batches and noise. Default 0. */
  seed?: number;
  diagnostics?: Diagnostics;
  /** Stops after the round when aborted. */
  signal?: AbortSignal;
  /** Compile the update (native engine). Default true. */
  compile?: boolean;
  /** A clock in milliseconds. Default: performance.now. */
  now?: () => number;
}

/** Networks that have taught each other; `dispose` frees them. */
export interface CoTrained {
  readonly rounds: NetworkRounds;
  readonly networks: readonly Classifier[];
  /** The head on the shared features. */
  readonly shared: Classifier;
  /** The mean of the networks' probabilities. */
  readonly together: Classifier;
  dispose(): void;
}
