// Learning to branch: towers whose stages choose, one by one, whose features they go on from.
import type * as tf from "@tensorflow/tfjs";
import { nextSeed } from "../data/random";
import { expected } from "../errors";
import type { Tasks } from "../tasks/task";
import { checkSize } from "./blocks/checks";
import { begin, finish, head } from "./build";
import { checkCount } from "./experts";
import { Branch } from "./layers/branch";
import type { Model, ModelOptions } from "./model";
import { stagesOf } from "./stages";

export interface LtbOptions<T extends Tasks> extends ModelOptions<T> {
  /** Temperature of the draws at first: high explores. Default 5. */
  temperature?: number;
  /** Steps after which it has fallen by the factor sqrt(2); it goes on as 1 / sqrt(1 + steps / cooling). Default 20. */
  cooling?: number;
  /** Steps at first in which every stage reads the mean of all towers and no choice is learned. Default 0. */
  warmup?: number;
}

/**
 * Learning to branch (Guo et al. 2020): a tower per task; from its second stage on, each chooses the tower whose
 * features it reads: x_t = z_j, j drawn with probabilities softmax(a_t), learned through a Gumbel-softmax draw at every
 * training step (one-hot forward, soft backward) while the temperature falls. Outside training the likeliest choice
 * holds, so the result is a tree: tasks that read one tower share what lies below. `gates` shows the probabilities.
 *
 * @example
 * const model = ltb({ inputs: { x: [64] }, encoder: mlp([64, 32]), tasks, warmup: 50 });
 */
export function ltb<T extends Tasks>(o: LtbOptions<T>): Model<T> {
  const { temperature = 5, cooling = 20, warmup = 0 } = o;
  checkSize("cooling of ltb()", cooling);
  checkCount("warmup of ltb()", warmup);
  if (!(temperature > 0)) throw expected("temperature above 0", String(temperature), "Use 5.");
  const { inputs, features, rng } = begin(o);
  const names = Object.keys(o.tasks);
  let towers = names.map(() => features);
  const { stages, tail } = stagesOf(features, o.encoder);
  stages.forEach((stage, level) => {
    const choose = (reader: string) => {
      const mixing = { reader, level, sources: names };
      const layer = new Branch({
        options: { ...mixing, seed: nextSeed(rng), temperature, cooling, warmup },
      });
      return layer.apply(towers) as tf.SymbolicTensor;
    };
    const read = level === 0 ? towers : names.map(choose);
    towers = read.map((x) => stage(x, rng));
  });
  const outputs = names.map((name, t) => head(o, name, tail(towers[t], rng), rng));
  return finish(o, inputs, outputs);
}
