// Adaptive task-to-task fusion: every task keeps its own experts' work and adds what a gate picks from everyone's.
import * as tf from "@tensorflow/tfjs";
import type { Tasks } from "../tasks/task";
import { begin, finish, head } from "./build";
import type { CgcOptions } from "./cgc";
import { gateOf, mixture } from "./experts";
import { Stitch } from "./layers/stitch";
import type { Model } from "./model";
import { progressive } from "./progressive";

/**
 * AdaTT (Li et al. 2023): every stage of the encoder is a stage of experts; path t goes on with
 * x_t <- sum over all experts k of q_tk(x_t) e_k + sum over its own experts of v_tk e_tk. The second sum, with learned
 * weights that begin at 1 / own, is its own work; the gate fuses everyone's, other tasks' included. With `shared` experts
 * there is a shared path of the same kind. Defaults: own 2, shared 0 (the paper's AdaTT-sp).
 *
 * @example
 * const model = adaTT({ inputs: { x: [64] }, encoder: mlp([64, 32]), tasks, own: 2 });
 */
export function adaTT<T extends Tasks>(o: CgcOptions<T>): Model<T> {
  const { shared = 0, own = 2, gate = [], encoder } = o;
  const { inputs, features, rng } = begin(o);
  const tasks = Object.keys(o.tasks);
  const paths = progressive(
    features,
    { encoder, tasks, shared, own, sharedPath: true },
    (all, task, x, level) => {
      const reader = task ?? "shared";
      const fused = mixture(gateOf(x, all.length, gate, rng), all, reader, level);
      const native = all.filter(({ owner }) => owner === task);
      const sources = native.map(({ label }) => label);
      const start = native.map(() => 1 / native.length);
      const work = new Stitch({ options: { reader, level, sources, start, perChannel: false } });
      const kept = work.apply(native.map(({ output }) => output)) as tf.SymbolicTensor;
      return tf.layers.add().apply([fused, kept]) as tf.SymbolicTensor;
    },
    rng,
  );
  const outputs = tasks.map((name, t) => head(o, name, paths[t], rng));
  return finish(o, inputs, outputs);
}
