// Hard parameter sharing: one encoder, a head for each task.
import type { Tasks } from "../tasks/task";
import { begin, finish, head, through } from "./build";
import type { Model, ModelOptions } from "./model";

/**
 * Hard parameter sharing (Caruana 1997; formula F8): every task reads the same encoder and adds a head of its own, so
 * the encoder learns from the sum of the tasks' gradients: y_i = h_i(f(x)).
 *
 * @example
 * const model = hardSharing({
 *   inputs: { x: [64] },
 *   encoder: mlp([64, 32]),
 *   tasks: { digit: classification(10), parity: binary() },
 * });
 */
export function hardSharing<T extends Tasks>(o: ModelOptions<T>): Model<T> {
  const { inputs, features, rng } = begin(o);
  const encoded = through(features, o.encoder, rng);
  const outputs = Object.keys(o.tasks).map((name) => head(o, name, encoded, rng));
  return finish(o, inputs, outputs);
}
