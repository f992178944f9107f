// Single-task training: a network for each task, side by side, sharing nothing.
import type { Tasks } from "../tasks/task";
import { begin, finish, head, through } from "./build";
import type { Model, ModelOptions } from "./model";

/**
 * The baseline that every claim about multi-task learning is measured against: each task has an encoder and a head of
 * its own. Its losses do not touch each other, so one `fit` trains all tasks as if each were trained alone.
 *
 * @example
 * const alone = separate({ inputs: { x: [64] }, encoder: mlp([64, 32]), tasks: { digit: classification(10), parity: binary() } });
 */
export function separate<T extends Tasks>(o: ModelOptions<T>): Model<T> {
  const { inputs, features, rng } = begin(o);
  const outputs = Object.keys(o.tasks).map((name) =>
    head(o, name, through(features, o.encoder, rng), rng),
  );
  return finish(o, inputs, outputs);
}
