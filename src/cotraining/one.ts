// ONE: branches on one trunk are taught, while they learn, by their own ensemble, which a gate weighs.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import { begin, modelOf, through } from "../models/build";
import { gateOf, mixture } from "../models/experts";
import { flat } from "../models/blocks/dense";
import type { Model, ModelOptions } from "../models/model";
import { linear } from "../models/stages";
import type { Tasks } from "../tasks/task";
import type { Examples } from "../training/check";
import { ramp } from "./criteria";
import { labelLoss, scoresOf } from "./peerBatch";
import type { PeerOptions } from "./peerOptions";
import { trainPeers, type Lesson } from "./peers";
import type { PeerHistory } from "./peerHistory";
import { checkFrom } from "./semiSupervised";
import { imitationOf, softTargets } from "./terms";

/** A trunk with branches, as the models it can be used as; they share their weights, and `dispose` frees them all. */
export interface Branched {
  /** All branches, tasks "digit 1", "digit 2", ..., and last their ensemble, "digit": what is trained. */
  readonly whole: Model;
  /** The ensemble alone. */
  readonly together: Model;
  /** Each branch alone: no larger than a plain network, and what is deployed. */
  readonly branches: readonly Model[];
  dispose(): void;
}

/** How the ensemble teaches. */
export interface OneOptions extends PeerOptions {
  /** T, how soft the ensemble's answers are made. Default 3. */
  temperature?: number;
  /** Epochs until the ensemble teaches in full, by exp(-5 (1 - t/n)^2). Default: 40 % of the epochs. */
  rampEpochs?: number;
}

/**
 * A network whose trunk (`encoder`) carries several branches (`head` each, and a linear layer) for one task, and a gate:
 * z_e = sum_b g_b(h) z_b, g = softmax(W h + b), h the trunk's features. RangeError for fewer than two branches.
 *
 * @example
 * const net = branched({ inputs: { x: [64] }, encoder: mlp([32]), tasks: { digit: classification(10) }, branches: 3 });
 */
export function branched<T extends Tasks>(o: ModelOptions<T> & { branches?: number }): Branched {
  const { branches: count = 3 } = o;
  const [name, ...more] = Object.keys(o.tasks);
  if (more.length > 0) throw expected("one task", `${more.length + 1}`, "Name a single one.");
  if (!(Number.isInteger(count) && count >= 2)) {
    throw expected("two branches or more", String(count), "Take 3.");
  }
  const { inputs, features, rng } = begin(o);
  const trunk = through(features, o.encoder, rng);
  const task = o.tasks[name];
  const scores = Array.from({ length: count }, (_, b) => ({
    label: `${name} ${b + 1}`,
    output: linear(task.units, rng).apply(
      flat(through(trunk, o.head ?? [], rng)),
    ) as tf.SymbolicTensor,
  }));
  const joint = mixture(gateOf(trunk, count, [], rng), scores, name, 1);
  const seen = (outputs: tf.SymbolicTensor[], names: string[]) => {
    const tasks = Object.fromEntries(names.map((each) => [each, task]));
    return modelOf(tf.model({ inputs, outputs }), { inputs: o.inputs, tasks });
  };
  const labels = scores.map(({ label }) => label);
  const whole = seen([...scores.map(({ output }) => output), joint], [...labels, name]);
  return {
    whole,
    together: seen([joint], [name]),
    branches: scores.map(({ output }) => seen([output], [name])),
    dispose: () => whole.dispose(),
  };
}

/**
 * Online distillation by an ensemble of branches (ONE; Lan, Zhu and Gong 2018):
 * sum_b CE(y, z_b) + CE(y, z_e) + w(t) T^2 sum_b KL(softmax(z_e / T) || softmax(z_b / T)), z_e without gradient in the last
 * term, so that the teacher learns from labels alone. One run gives teacher and students; a branch alone is as small as
 * any network.
 *
 * @example
 * const net = branched({ inputs: { x: [64] }, encoder: mlp([32]), tasks: { digit: classification(10) } });
 * await one(net, train, { epochs: 40, diagnostics: { test } }); // Measures net.together.
 */
export async function one(
  { whole, together }: Branched,
  data: Examples,
  o: OneOptions = {},
): Promise<PeerHistory> {
  const { epochs = 30, temperature = 3 } = o;
  const { rampEpochs = Math.round(0.4 * epochs) } = o;
  if (!(temperature > 0)) throw expected("temperature above 0", String(temperature), "Try 3.");
  checkFrom("rampEpochs", rampEpochs, 0, Infinity);
  const [name] = Object.keys(together.tasks);
  const targets = Object.fromEntries(
    Object.keys(whole.tasks).map((each) => [each, data.targets[name]]),
  );
  const levels = (epoch: number) => [ramp(epoch, rampEpochs)];
  const loop = { ...o, levels, judged: [together] };
  return trainPeers([whole], { inputs: data.inputs, targets }, loop, oneLesson(whole, temperature));
}

/** What branches and gate learn: labels, and the branches what all say together; level 0 is the weight of that. */
export function oneLesson(whole: Model, temperature: number): Lesson {
  return (_, batch) => ({
    weights: [batch.levels[0]],
    losses: () => {
      const scores = scoresOf(whole, batch, { training: true });
      const [branches, joint] = [scores.slice(0, -1), scores[scores.length - 1]];
      const taught = branches.map(() => joint);
      const soft = imitationOf(branches, taught, (t, z) => softTargets(t, z, temperature));
      return [labelLoss(whole, batch), soft];
    },
  });
}
