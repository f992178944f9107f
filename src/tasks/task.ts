// A task is what a head learns: how many outputs, the loss of one example, and the number people quote.
import type * as tf from "@tensorflow/tfjs";

/** A number that says how good outputs are; for `accuracy`, `auc`, `iou` higher is better. */
export interface Metric {
  /** The name people quote: "accuracy", "MAE", ... */
  readonly name: string;
  readonly higherIsBetter: boolean;
  /** Targets and outputs (as `predict` gives them: probabilities, not scores) of labelled examples only. */
  measure(target: tf.Tensor, output: tf.Tensor): number;
}

/** A plain-data description of a task, enough to make it again when a saved model is loaded. */
export type TaskSpec =
  | { readonly kind: "classification"; readonly classes: number }
  | { readonly kind: "binary" }
  | { readonly kind: "regression"; readonly units: number }
  | { readonly kind: "boxes" }
  | { readonly kind: "clustering"; readonly clusters: number };

/**
 * What a task asks of a network. The network's head gives raw scores (logits); `output` turns them into what people
 * read (probabilities, values); `loss` compares raw scores with targets, one number per example.
 */
export interface Task {
  readonly spec?: TaskSpec;
  /** Width of the task's head. */
  readonly units: number;
  /** Shape of one example's target: [] for one number (a class index, a value), [4] for a box. */
  readonly target: readonly number[];
  readonly metric: Metric;
  /**
   * Learns from all rows, labelled or not: a target serves the metric only, and there need be none. In training an
   * unlabelled row's target is -1. Default false.
   */
  readonly unsupervised?: boolean;
  /** Makes the head's last layer, features [batch, d] to raw scores [batch, units]. Default: a linear layer. */
  layer?(config: { name?: string; seed: number }): tf.layers.Layer;
  /** Raw scores [batch, units] to outputs [batch, units]: softmax, sigmoid, or the scores themselves. */
  output(raw: tf.Tensor2D): tf.Tensor2D;
  /** Loss per example, [batch]; `target` [batch, ...this.target] holds no NaN here: the library masks unlabelled rows. */
  loss(target: tf.Tensor, raw: tf.Tensor2D): tf.Tensor1D;
  /** What is wrong with these target values (NaN = unlabelled is fine), or undefined: "class 10 at row 3", say. */
  problem?(values: ArrayLike<number>): string | undefined;
}

/** Tasks by name, in the order of the model's heads. */
export type Tasks = Record<string, Task>;
