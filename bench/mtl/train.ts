// One run of problem (b) or (c): trains as users do, and notes every step's losses and time.
import * as tf from "@tensorflow/tfjs";
import type { Rng } from "../../src/data/random";
import { fit } from "../../src/training/fit";
import { taskLosses } from "../../src/training/losses";
import { predict } from "../../src/training/predict";
import type { Aggregation } from "../../src/weighting/aggregation";
import type { StepInfo, Weighting } from "../../src/weighting/weighting";
import { network, type Problem } from "./networks";

/** What a run came to. */
export interface Run {
  test: Record<string, { loss: number; accuracy?: number }>;
  /** Losses of every step before its update, in the order of the tasks. */
  losses: number[][];
  /** The time that a tenth of the steps after the first 20 stay below (others share the machine), and how steps ran. */
  ms: number;
  mode: string;
}

/** With `noise`, every step starts from weights up to 1e-6 of themselves away: ten times float32's rounding. */
export async function train(
  architecture: string,
  method: Weighting | Aggregation,
  problem: Problem,
  seed: number,
  noise?: Rng,
): Promise<Run> {
  const model = network(architecture, problem, seed);
  const optimizer = tf.train.adam(0.002, 0.9, 0.999, 1e-8);
  const { watched, losses, times } = watch(method, () => noise && nudge(model, noise));
  const { mode } = await fit(model, problem.train, {
    weighting: watched,
    optimizer,
    batchSize: problem.batchSize,
    epochs: problem.epochs,
    seed: 104729 * seed + 5,
    progress: false,
  });
  const gaps = times.slice(21).map((time, i) => time - times[20 + i]);
  const test = scores(model, problem);
  optimizer.dispose();
  model.dispose();
  const ms = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 10)];
  return { test, losses, ms, mode: mode ?? "" };
}

function nudge({ net }: ReturnType<typeof network>, rng: Rng): void {
  for (const weight of net.trainableWeights) {
    const moved = weight
      .read()
      .dataSync()
      .map((w) => w * (1 + 1e-6 * (2 * rng() - 1)));
    const value = tf.tensor(moved, weight.shape as number[]);
    weight.write(value);
    value.dispose();
  }
}

function scores(model: ReturnType<typeof network>, { test, tasks }: Problem): Run["test"] {
  return tf.tidy(() => {
    const inputs = [test.inputs.x];
    const names = Object.keys(tasks);
    const losses = taskLosses(
      model,
      inputs,
      names.map((name) => test.targets[name]),
    );
    const outputs = predict(model, test.inputs);
    return Object.fromEntries(
      names.map((name, i) => {
        const { metric } = tasks[name];
        const accuracy = metric.higherIsBetter
          ? metric.measure(test.targets[name], outputs[name])
          : undefined;
        return [name, { loss: losses[i].dataSync()[0], accuracy }];
      }),
    );
  });
}

/** The same method, whose steps are written down; `after` is called at the end of each. */
function watch(method: Weighting | Aggregation, after: () => void) {
  const losses: number[][] = [];
  const times: number[] = [];
  const note = (info: StepInfo) => {
    losses.push([...info.losses]);
    times.push(performance.now());
    after();
  };
  const start: typeof method.start = (...tasks: [readonly string[]]) => {
    const run = method.start(...tasks);
    const observe = (info: StepInfo) => {
      note(info);
      run.observe?.(info);
    };
    return { ...run, observe } as never;
  };
  return { watched: { ...method, start } as Weighting, losses, times };
}
