// One training step. Its parts go from tensors to tensors and read no value, so that each can be traced and compiled as a
// whole; the numbers that a weighting sees are read between them.
import * as tf from "@tensorflow/tfjs";
import { compiled } from "../engine/graph/compiled";
import type { Outputs, Tensors } from "../engine/graph/containers";
import type { Model } from "../models/model";
import type { Aggregation } from "../weighting/aggregation";
import type { Weighting } from "../weighting/weighting";
import { combinedStep } from "./combinedStep";
import { combinerOfPresent, ruleOfPresent } from "./present";
import { weightedStep } from "./weightedStep";

/** Tensors of one batch, in the order of the model's inputs and of its tasks. */
export type Batch = {
  inputs: tf.Tensor[];
  targets: tf.Tensor[];
  /** The rows of these tensors that make the batch. Default: all. */
  rows?: tf.Tensor1D;
};

/** Where a run stands; both count from 0. */
export interface At {
  readonly step: number;
  readonly epoch: number;
  /** The tasks that have a label in the batch, by place. Default: all. */
  readonly present?: readonly number[];
}

/** What a step did: each task's loss before the update, and the weight it had. */
export interface Weighed {
  readonly losses: readonly number[];
  readonly weights: readonly number[];
}

/** Trains on a batch once. */
export interface Step {
  (batch: Batch, at: At): Weighed;
  /** How it runs: "compiled", or "eager: " and why; "unused" before the first batch. */
  readonly mode: string;
  /** Frees what was compiled. */
  dispose(): void;
}

/** How to run a step. */
export interface StepOptions {
  /** Default true. */
  compile?: boolean;
  /** Parts of a batch that are worked through one after the other. Default 1. */
  accumulate?: number;
  /** Hears, once, why the step or a part of it cannot be compiled. */
  onEager?(reason: string): void;
}

/** What a step is made of. `fast` makes a part from tensors to tensors that is compiled. */
export interface Making {
  readonly model: Model;
  readonly optimizer: tf.Optimizer;
  /** Parts of a batch that are worked through one after the other. */
  readonly accumulate: number;
  readonly fast: <I extends Tensors, O extends Outputs>(part: (inputs: I) => O) => (inputs: I) => O;
}

/**
 * A training step for this model: theta <- theta - rate * (sum_i w_i grad L_i + grad penalty), by the optimiser's rule.
 * A weighting that needs "losses", or measures them again after the update, costs a second forward pass; one that needs
 * "gram", or leaves heads their own loss, a forward and backward pass per task; an aggregation the same for each of its
 * batches, and reads the gradients out.
 */
export function trainingStep(
  model: Model,
  optimizer: tf.Optimizer,
  weighting: Weighting | Aggregation,
  { compile = true, accumulate = 1, onEager }: StepOptions = {},
): Step {
  let told = false;
  const tell = (reason: string) => {
    if (!told) onEager?.(reason);
    told = true;
  };
  const parts: { readonly mode: string; dispose(): void }[] = [];
  const fast = <I extends Tensors, O extends Outputs>(part: (inputs: I) => O) => {
    const run = compiled(part, { compile, optimizers: [optimizer], onEager: tell });
    parts.push(run);
    return run;
  };
  const making = { model, optimizer, accumulate, fast };
  const names = Object.keys(model.tasks);
  const rule = weighting.start(names);
  const run =
    "combine" in rule
      ? combinedStep(
          making,
          weighting as Aggregation,
          combinerOfPresent(weighting as Aggregation, rule, names),
        )
      : weightedStep(
          making,
          weighting as Weighting,
          ruleOfPresent(weighting as Weighting, rule, names),
        );
  const step = (batch: Batch, at: At): Weighed => {
    let done!: Weighed;
    tf.tidy(() => void (done = run(batch, at)));
    return done;
  };
  const modes = () => parts.map(({ mode }) => mode).filter((mode) => mode !== "unused");
  return Object.defineProperties(step, {
    mode: { get: () => modes().find((mode) => mode !== "compiled") ?? modes()[0] ?? "unused" },
    dispose: { value: () => parts.forEach((part) => part.dispose()) },
  }) as Step;
}
