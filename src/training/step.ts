// One training step. The tensor functions read no value, so that each can be traced and compiled as a whole; the numbers
// that a weighting sees are read between them.
import * as tf from "@tensorflow/tfjs";
import { compiled } from "../engine/graph/compiled";
import type { Outputs, Tensors } from "../engine/graph/containers";
import { expected, list } from "../errors";
import { rememberMasks } from "../models/blocks/dropout";
import { trainableWeights } from "../models/graph";
import type { Model } from "../models/model";
import type { StepInfo, Weighting } from "../weighting/weighting";
import { taken } from "./batches";
import { applyInOrder, gradientsOf } from "./gradients";
import { penaltyOf, taskLosses } from "./losses";

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

/**
 * A training step for this model: theta <- theta - rate * (sum_i w_i grad L_i + grad penalty), by the optimiser's rule.
 * A weighting that needs "losses", or measures them again after the update, costs a second forward pass; one that needs
 * "gram", or leaves heads their own loss, a forward and backward pass per task.
 */
export function trainingStep(
  model: Model,
  optimizer: tf.Optimizer,
  weighting: Weighting,
  { compile = true } = {},
): Step {
  const names = Object.keys(model.tasks);
  const rule = weighting.start(names);
  const parts: { readonly mode: string; dispose(): void }[] = [];
  const fast = <I extends Tensors, O extends Outputs>(part: (inputs: I) => O) => {
    const run = compiled(part, { compile, optimizers: [optimizer] });
    parts.push(run);
    return run;
  };
  const plain = lossesOf(model, optimizer);
  const [measure, update] = [fast(plain.measure), fast(plain.update)];
  const perTask = weighting.needs === "gram" || weighting.heads === "own";
  const gradients = perTask ? gradientsOf(model, optimizer) : undefined;
  const measureEach = gradients && fast(gradients.measure);
  const apply = gradients && fast(gradients.apply);

  const run = (batch: Batch, at: At): Weighed => {
    const again = rememberMasks(model.net);
    const found = measureEach?.(batch);
    const before = found?.losses ?? (weighting.needs === "losses" ? measure(batch) : undefined);
    const info: StepInfo = {
      ...at,
      losses: before ? read(before, names, at) : [],
      gram: found?.gram.arraySync() ?? [],
    };
    const weights = checked(weighting, names, rule.weights(info));
    let losses = info.losses;
    if (found) {
      const heads =
        weighting.heads === "own" ? (rule.heads?.(info) ?? names.map(() => 1)) : weights;
      checked(weighting, names, heads);
      apply!({ found, weights: vector(weights), heads: vector(heads) });
    } else {
      again(); // The update drops the same features as the measurement.
      losses = read(update({ ...batch, weights: vector(weights) }), names, at);
    }
    rule.observe?.({ ...info, losses });
    if (rule.after) {
      again();
      rule.after(read(measure(batch), names, at));
    }
    return { losses, weights };
  };
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

/** From tensors to tensors: the losses of a batch, [tasks]; and an update with these weights, which returns them too. */
function lossesOf(model: Model, optimizer: tf.Optimizer) {
  const variables = trainableWeights(model.net);
  const penalty = penaltyOf(model);
  const measure = (batch: Batch) => {
    const { inputs, targets } = taken(batch);
    return tf.stack(taskLosses(model, inputs, targets, { training: true })) as tf.Tensor1D;
  };

  const update = ({ weights, ...batch }: Batch & { weights: tf.Tensor1D }): tf.Tensor1D => {
    // The gradient of sum_i w_i L_i is the vector w times the Jacobian of (L_1 ... L_K): one backward pass.
    const terms = (): tf.Tensor1D => {
      const losses = measure(batch);
      return penalty ? (losses.concat(penalty().reshape([1])) as tf.Tensor1D) : losses;
    };
    const w = penalty ? weights.concat(tf.ones<tf.Rank.R1>([1])) : weights;
    const { value, grads } = tf.engine().gradients<tf.Tensor1D>(terms, variables, w, true);
    applyInOrder(optimizer, variables, grads);
    return value.slice(0, weights.size);
  };
  return { measure, update };
}

function vector(values: readonly number[]): tf.Tensor1D {
  return tf.tensor1d([...values]);
}

/** The losses as numbers, which must be finite. */
function read(losses: tf.Tensor1D, names: string[], at: At): number[] {
  const values = [...losses.dataSync()];
  const wrong = values.findIndex((loss) => !Number.isFinite(loss));
  if (wrong < 0) return values;
  const where = `at step ${at.step + 1} (epoch ${at.epoch + 1})`;
  throw expected(
    "finite losses",
    `${values[wrong]} for task "${names[wrong]}" ${where}`,
    "Lower learningRate (0.1 times what it is), or scale the target.",
  );
}

function checked(rule: Weighting, names: string[], weights: readonly number[]): readonly number[] {
  if (weights.length === names.length && weights.every(Number.isFinite)) return weights;
  throw expected(
    `a finite weight per task from weighting "${rule.name}"`,
    `[${weights.join(", ")}] for ${list(names)}`,
    "Correct its weights().",
  );
}
