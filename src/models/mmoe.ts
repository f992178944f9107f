// Multi-gate mixture of experts: shared encoders, and a gate per task that chooses among them.
import type { Tasks } from "../tasks/task";
import { checkSize } from "./blocks/checks";
import { begin, finish, head } from "./build";
import { experts, gateOf, mixture } from "./experts";
import type { Block, Model, ModelOptions } from "./model";
import { asOne } from "./stages";

export interface MmoeOptions<T extends Tasks> extends ModelOptions<T> {
  /** Copies of the encoder. Default 4. */
  experts?: number;
  /** Layers of each gate's own between the input and its softmax: none, as in the paper, or an encoder for texts. */
  gate?: Block[];
}

/**
 * Multi-gate mixture of experts (Ma et al. 2018): E copies f_k of the encoder are shared, and every task weighs them for
 * each example: q_t = softmax(V_t x + b_t), [batch, E]; z_t = sum_k q_tk f_k(x); y_t = h_t(z_t). Tasks that agree share
 * experts, tasks that do not part ways. `gates` shows who uses what.
 *
 * @example
 * const model = mmoe({ inputs: { x: [64] }, encoder: mlp([32]), tasks, experts: 4 });
 */
export function mmoe<T extends Tasks>(o: MmoeOptions<T>): Model<T> {
  const { experts: count = 4, gate = [] } = o;
  checkSize("experts of mmoe()", count);
  const { inputs, features, rng } = begin(o);
  const all = experts(count, features, asOne(o.encoder), rng);
  const outputs = Object.keys(o.tasks).map((name) => {
    const weights = gateOf(features, count, gate, rng);
    return head(o, name, mixture(weights, all, name, 0), rng);
  });
  return finish(o, inputs, outputs);
}
