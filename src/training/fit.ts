// Training: epochs of batches, each a step; validation, patience, interrupts; the story as plain numbers.
import type * as tf from "@tensorflow/tfjs";
import { seeded } from "../data/random";
import { ready } from "../engine";
import type { Model } from "../models/model";
import { notebook } from "../notebook";
import type { Tasks } from "../tasks/task";
import type { Aggregation } from "../weighting/aggregation";
import { equal } from "../weighting/equal";
import type { Weighting } from "../weighting/weighting";
import { rowsOf } from "./batches";
import { bestOf } from "./best";
import { checkFitOptions, type Examples } from "./check";
import { trainEpoch, validate } from "./epoch";
import type { History } from "./history";
import { live, type Draw } from "./live";
import { adam } from "./optimizers/adam";
import { progress } from "./progress";
import { recorder } from "./recorder";
import { ordersOf, proportional, type Sampling } from "./sampling";
import { scheduled, type Schedule } from "./schedule";
import { joinedBoth, type Sources } from "./sources";
import { trainingStep, type Step } from "./step";
import { turns } from "./turns";

/** Compiling takes as long as some tens of eager steps. */
const WORTH_COMPILING = 50;

/** How to train. */
export interface FitOptions<K extends string = string> {
  /** Passes over the data. Default 30. */
  epochs?: number;
  /** Examples per batch; a step takes several where it accumulates or the weighting looks at several. Default 32. */
  batchSize?: number;
  /** Of Adam, unless an optimizer is given. Default 0.001. */
  learningRate?: number;
  /** Default: Adam (Kingma and Ba 2015). The caller disposes it. */
  optimizer?: tf.Optimizer;
  /** What the learning rate is multiplied by from step to step: cosine(), stairs(100), warmup(50). Default: 1. */
  schedule?: Schedule;
  /** Batches whose gradients are averaged for one update, as large ones would be, at the memory of one. Default 1. */
  accumulate?: number;
  /**
   * How the tasks' losses are weighed, or their gradients combined; the history then holds what heads receive. Default:
   * equal().
   */
  weighting?: Weighting | Aggregation;
  /** How much of each data set a step sees, if tasks have their own: balanced(), tempered(5). Default: proportional(). */
  sampling?: Sampling;
  /** Data to measure each epoch on, without training: one data set, or one for each task. */
  validation?: Examples | Readonly<Partial<Record<K, Examples>>>;
  /** Stop after this many epochs without a lower validation loss (summed over tasks); the best weights are restored. */
  patience?: number;
  /** Of the order of the examples. Default 0. */
  seed?: number;
  /** Called after each epoch with the story so far. */
  onEpoch?(history: History<K>): void;
  /** Stops the run at the next batch when aborted. The stop button of a notebook does the same. */
  signal?: AbortSignal;
  /**
   * Show a progress line in a terminal or a notebook. Default true. A function that draws the history, say plot.losses,
   * adds its picture: in a notebook it grows with the epochs, elsewhere its text is printed at the end.
   */
  progress?: boolean | Draw<K>;
  /**
   * Compile the step to one TensorFlow graph (native engine): the same numbers, 5 to 20 times faster. History.mode says
   * whether it worked, a line above the progress why not. Default: in runs of 50 steps or more, where it pays.
   */
  compile?: boolean;
  /** A clock in milliseconds. Default: performance.now. */
  now?: () => number;
}

/**
 * Trains a model: theta <- theta - rate * sum_i w_i grad L_i over batches, w_i from the weighting. Unlabelled examples
 * (NaN) of a task do not count for it; where a batch has no label for a task, the others are weighed among themselves.
 * `data` is one data set, or one per task: batches then hold examples of each, and an epoch has as many steps as all of
 * them together take. The same model, data, options and seeds give the same history. Stopped early, by a
 * signal or the notebook's stop button, it returns what it has; with `patience` the model then holds its best weights.
 * RangeError for data that do not fit the model, and when a loss becomes NaN or infinite.
 *
 * @example
 * const history = await fit(model, train, { epochs: 30, validation: test, patience: 5 });
 * await fit(model, { digit: many, size: few }, { sampling: balanced() }); // a data set per task
 */
export async function fit<T extends Tasks>(
  model: Model<T>,
  data: Sources<T>,
  o: FitOptions<keyof T & string> = {},
): Promise<History<keyof T & string>> {
  checkFitOptions(o);
  const { epochs = 30, learningRate = 0.001, weighting = equal(), patience, seed = 0 } = o;
  const { accumulate = 1, schedule, sampling = proportional() } = o;
  const looks = ("batches" in weighting && weighting.batches) || 1;
  const batchSize = (o.batchSize ?? 32) * looks * accumulate;
  const { name: engine } = await ready();
  const examples = joinedBoth(model, data, o.validation);
  const rows = rowsOf(model, examples.seen);
  const unseen = examples.unseen && rowsOf(model, examples.unseen);

  const names: (keyof T & string)[] = Object.keys(model.tasks);
  const line = progress({ shown: o.progress !== false });
  const picture = live(typeof o.progress === "function" ? o.progress : undefined);
  const steps = epochs * Math.ceil(rows.size / batchSize);
  const { compile = steps >= WORTH_COMPILING } = o;
  // Other engines never compile: whoever did not ask for it need not hear that at every run.
  const asked = o.compile === true || engine === "native";
  const onEager = (reason: string) => {
    if (asked) line.note(`Steps are not compiled, so they take longer: ${reason}.`);
  };
  const at = { step: 0, epoch: 0 };
  const turn = turns(o.now ?? (() => performance.now()), () => {
    line.update(at.step / steps, `epoch ${at.epoch + 1} of ${epochs}  ${story.text()}`);
    picture.update(soFar());
  });
  const signals = [o.signal, notebook()?.signal];
  const interrupted = () => signals.some((signal) => signal?.aborted);

  const optimizer = o.optimizer ?? adam(learningRate);
  let step: Step | undefined;
  const story = recorder(names, engine, () => step!.mode);
  const best = bestOf(model.net);
  const order = ordersOf(examples.seen.groups, sampling, seeded(seed));
  let stopped: History["stopped"] = "epochs";
  const soFar = () => story.history(stopped, patience === undefined ? undefined : best.epoch);
  try {
    step = trainingStep(model, optimizer, weighting, { compile, accumulate, onEager });
    if (schedule) step = scheduled(step, optimizer, schedule, steps);
    for (; at.epoch < epochs && stopped === "epochs"; at.epoch++) {
      const epoch = await trainEpoch({ rows, batchSize, order, step, at, turn, interrupted });
      if (!epoch) {
        stopped = "interrupted";
        break;
      }
      const validation = unseen && (await validate(model, unseen, turn));
      story.add({ ...epoch, validation });
      if (patience !== undefined) {
        best.see(
          at.epoch,
          validation!.reduce((sum, loss) => sum + loss, 0),
        );
        if (at.epoch - best.epoch >= patience) stopped = "patience";
      }
      o.onEpoch?.(soFar());
    }
    if (patience !== undefined) best.restore();
  } finally {
    line.end(`${at.epoch} ${at.epoch === 1 ? "epoch" : "epochs"}  ${story.text()}`);
    best.dispose();
    step?.dispose();
    examples.dispose();
    if (!o.optimizer) optimizer.dispose();
  }
  picture.end(soFar());
  return soFar();
}
