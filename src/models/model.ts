// A model is a network with one output per task. Architectures (one file each) are functions that make one.
import type * as tf from "@tensorflow/tfjs";
import type { Rng } from "../data/random";
import type { Tasks } from "../tasks/task";

/** A mapping from features to features. Each call makes fresh weights, drawn from `rng`. */
export type Block = (x: tf.SymbolicTensor, rng: Rng) => tf.SymbolicTensor;

/** What every architecture needs. */
export interface ModelOptions<T extends Tasks> {
  /** Shape of one example of each input: `{ x: [64] }`, `{ image: [8, 8, 1] }`. */
  inputs: Record<string, number[]>;
  /** The mapping that tasks share (or, in `separate`, each have a copy of), layer by layer. */
  encoder: Block[];
  tasks: T;
  /** Layers of each task's own, between the encoder and its output. Default: none. */
  head?: Block[];
  /** Seed of the initial weights. Default 0. */
  seed?: number;
}

/** Twin towers pulled together: lambda * sum over pairs i<j of ||theta_i - theta_j||^2 (soft sharing, F9). */
export interface Pull {
  readonly lambda: number;
  /** Per tower, the names of its weights; position k of one tower is the twin of position k of another. */
  readonly towers: readonly (readonly string[])[];
}

/** A network for several tasks. */
export interface Model<T extends Tasks = Tasks> {
  readonly inputs: Readonly<Record<string, number[]>>;
  readonly tasks: T;
  /** The network itself: a plain tf.LayersModel whose outputs are raw scores, one per task, in the order of `tasks`. */
  readonly net: tf.LayersModel;
  /** Trainable weights that more than one task's loss reaches. */
  readonly shared: readonly tf.Variable[];
  readonly pull?: Pull;
  /** Frees the weights. */
  dispose(): void;
}
