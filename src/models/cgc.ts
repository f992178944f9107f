// Customised gate control: shared experts, experts of each task's own, a gate per task over both.
import type { Tasks } from "../tasks/task";
import { begin, finish, head } from "./build";
import { checkCount, countFor, experts, gateOf, mixture, type PerTask } from "./experts";
import type { Block, Model, ModelOptions } from "./model";
import { asOne } from "./stages";

export interface CgcOptions<T extends Tasks> extends ModelOptions<T> {
  /** Experts that all tasks read. Default 1. */
  shared?: number;
  /** Experts that a task has to itself, for all tasks or by task. Default 1. */
  own?: PerTask;
  /** Layers of each gate's own between what it reads and its softmax. Default: none, as in the paper. */
  gate?: Block[];
}

/**
 * Customised gate control (Tang et al. 2020): each task mixes the shared experts and its own, never those of another
 * task, so what helps one cannot hurt the others: q_t = softmax(V_t x + b_t) over [shared, own_t];
 * z_t = sum_k q_tk e_k(x); y_t = h_t(z_t). An expert is a copy of the encoder.
 *
 * @example
 * const model = cgc({ inputs: { x: [64] }, encoder: mlp([32]), tasks, shared: 2, own: { digit: 2, parity: 1 } });
 */
export function cgc<T extends Tasks>(o: CgcOptions<T>): Model<T> {
  const { shared = 1, own = 1, gate = [] } = o;
  checkCount("shared experts of cgc()", shared);
  const { inputs, features, rng } = begin(o);
  const encoder = asOne(o.encoder);
  const common = experts(shared, features, encoder, rng);
  const outputs = Object.keys(o.tasks).map((name) => {
    const count = countFor(name, own, `own experts of task "${name}" in cgc()`);
    const readable = [...common, ...experts(count, features, encoder, rng, name)];
    const weights = gateOf(features, readable.length, gate, rng);
    return head(o, name, mixture(weights, readable, name, 0), rng);
  });
  return finish(o, inputs, outputs);
}
