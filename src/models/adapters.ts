// Adapters: a shared encoder, and for each task a small change of its weights.
import { expected } from "../errors";
import type { Tasks } from "../tasks/task";
import { checkSize } from "./blocks/checks";
import { begin, finish, head } from "./build";
import type { Model, ModelOptions } from "./model";
import { inParts } from "./parts";

export interface AdapterOptions<T extends Tasks> extends ModelOptions<T> {
  /** Rank of each change. Default 4. */
  rank?: number;
  /** The alpha of the paper: changes are multiplied by scale / rank. Default: rank, for a factor of 1. */
  scale?: number;
  /** A trained model with the same encoder, whose shared weights to start from. */
  from?: Model;
  /** Leave the shared weights as they are: only adapters and heads learn. Default: whether there is a `from`. */
  frozen?: boolean;
}

/**
 * Low-rank adapters per task (LoRA, Hu et al. 2021): task i computes with W + (scale / rank) A_i B_i in place of every
 * matrix or kernel W of the encoder, A_i [rows, rank] drawn from a normal distribution, B_i [rank, columns] 0 at first;
 * biases are shared. A kernel of a convolution counts as a matrix [height * width * channels, filters]. Adds
 * rank * (rows + columns) weights per matrix and task.
 *
 * @example
 * const base = hardSharing({ inputs: { x: [64] }, encoder: mlp([64]), tasks: many });
 * const model = adapters({ inputs: { x: [64] }, encoder: mlp([64]), tasks, rank: 2, from: base });
 */
export function adapters<T extends Tasks>(o: AdapterOptions<T>): Model<T> {
  const { rank = 4, scale = rank, from, frozen = from !== undefined } = o;
  checkSize("rank of adapters()", rank);
  if (!Number.isFinite(scale)) throw expected("scale to be a number", String(scale), "Use rank.");
  const { inputs, features, rng } = begin(o);
  const names = Object.keys(o.tasks);
  const towers = inParts(
    features,
    o.encoder,
    names.length,
    { rank, scale, from, trainable: !frozen },
    rng,
  );
  const outputs = names.map((name, t) => head(o, name, towers[t], rng));
  return finish(o, inputs, outputs);
}
