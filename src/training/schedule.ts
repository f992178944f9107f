// Learning rates that change during a run.
import type * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Rated } from "./optimizers/gradients";
import type { Step } from "./step";

/** What the optimiser's rate is multiplied by at a step; both counts are of steps, the first from 0. */
export type Schedule = (step: number, steps: number) => number;

/**
 * Half a cosine from 1 down to `end` (Loshchilov and Hutter 2017): end + (1 - end) (1 + cos(pi * step / steps)) / 2.
 *
 * @example
 * fit(model, data, { learningRate: 0.01, schedule: warmup(100, cosine()) });
 */
export function cosine({ end = 0 } = {}): Schedule {
  return (step, steps) => end + ((1 - end) * (1 + Math.cos((Math.PI * step) / steps))) / 2;
}

/** Multiplies the rate by `factor` (default 0.5) after every `every` steps: factor^floor(step / every). */
export function stairs(every: number, factor = 0.5): Schedule {
  whole("steps between stairs", every);
  return (step) => factor ** Math.floor(step / every);
}

/** Rises in a straight line over the first `count` steps, (step + 1) / count, and then follows another schedule. */
export function warmup(count: number, then: Schedule = () => 1): Schedule {
  whole("steps of warmup()", count);
  return (step, steps) =>
    step < count ? (step + 1) / count : then(step - count, Math.max(steps - count, 1));
}

/** The step, with the optimiser's rate set before each; disposing it gives the optimiser its own rate back. */
export function scheduled(
  step: Step,
  optimizer: tf.Optimizer,
  schedule: Schedule,
  steps: number,
): Step {
  const rated = optimizer as Rated;
  const rate = rated.learningRate;
  // TensorFlow.js keeps the rate of tf.train.sgd and momentum in a tensor.
  if ("setLearningRate" in optimizer || typeof rate !== "number") {
    throw expected(
      "an optimiser whose rate can change from step to step",
      optimizer.getClassName(),
      "Use sgd(0.1, { momentum: 0.9 }) of this library, adam() or adamW().",
    );
  }
  const run = ((batch, at) => {
    rated.learningRate = rate * schedule(at.step, steps);
    return step(batch, at);
  }) as Step;
  return Object.defineProperties(run, {
    mode: { get: () => step.mode },
    dispose: {
      value: () => {
        rated.learningRate = rate;
        step.dispose();
      },
    },
  });
}

function whole(what: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw expected(`${what} to be a whole number from 1 up`, String(value), "Pass 100, say.");
}
