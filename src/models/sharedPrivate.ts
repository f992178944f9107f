// Shared-private networks: every weight of a task's tower is a shared part plus a part of its own.
import type { Tasks } from "../tasks/task";
import { begin, finish, head } from "./build";
import type { Model, ModelOptions } from "./model";
import { inParts } from "./parts";

/**
 * Additive parameters (A000, formula F2; Evgeniou and Pontil 2004): task i's encoder has the weights
 * theta_i = theta_shared + own_i, so y_i = h_i(f(x; theta_shared + own_i)). Own parts begin at 0, all tasks with the same
 * encoder; the shared part learns from every task. `l2` of a block pulls own parts to 0: the larger, the closer to hard
 * sharing. `from`: a model with the same encoder whose shared weights are the first theta_shared.
 *
 * @example
 * const model = sharedPrivate({ inputs: { x: [64] }, encoder: [dense(32, { l2: 1e-3 })], tasks });
 */
export function sharedPrivate<T extends Tasks>(o: ModelOptions<T> & { from?: Model }): Model<T> {
  const { inputs, features, rng } = begin(o);
  const names = Object.keys(o.tasks);
  const part = { rank: null, scale: 1, from: o.from };
  const towers = inParts(features, o.encoder, names.length, part, rng);
  const outputs = names.map((name, t) => head(o, name, towers[t], rng));
  return finish(o, inputs, outputs);
}
