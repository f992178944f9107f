// Progressive layered extraction: customised gate control, stage after stage.
import type { Tasks } from "../tasks/task";
import { begin, finish, head } from "./build";
import type { CgcOptions } from "./cgc";
import { gateOf, mixture } from "./experts";
import type { Model } from "./model";
import { progressive } from "./progressive";

export interface PleOptions<T extends Tasks> extends CgcOptions<T> {
  /**
   * Whether shared experts have a path of their own, whose gate sees all experts: the paper's. Without it they read, with
   * the same weights, what each task's path reads, as in LibMTL. Default true.
   */
  sharedPath?: boolean;
}

/**
 * Progressive layered extraction (Tang et al. 2020): every stage of the encoder is a stage of experts. Path t mixes the
 * shared experts and its own, x_t <- sum_k q_tk(x_t) e_k; the shared path mixes all experts by a gate of its own, up to
 * the stage before the last. Shared experts read the shared path, own experts their task's: what tasks have in common
 * parts from the rest little by little.
 *
 * @example
 * const model = ple({ inputs: { x: [64] }, encoder: mlp([64, 32]), tasks, shared: 2, own: 1 });
 */
export function ple<T extends Tasks>(o: PleOptions<T>): Model<T> {
  const { shared = 1, own = 1, gate = [], sharedPath = true, encoder } = o;
  const { inputs, features, rng } = begin(o);
  const tasks = Object.keys(o.tasks);
  const paths = progressive(
    features,
    { encoder, tasks, shared, own, sharedPath },
    (all, reader, x, level) => {
      const seen = all.filter(({ owner }) => !reader || !owner || owner === reader);
      return mixture(gateOf(x, seen.length, gate, rng), seen, reader ?? "shared", level);
    },
    rng,
  );
  const outputs = tasks.map((name, t) => head(o, name, paths[t], rng));
  return finish(o, inputs, outputs);
}
