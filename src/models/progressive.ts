// Stages of experts, one path per task and one for what is shared: what PLE and AdaTT have in common.
import type * as tf from "@tensorflow/tfjs";
import type { Rng } from "../data/random";
import { checkCount, countFor, experts, type Expert, type PerTask } from "./experts";
import type { Block } from "./model";
import { reusable, stagesOf } from "./stages";

export interface ProgressiveOptions {
  encoder: Block[];
  tasks: readonly string[];
  shared: number;
  own: PerTask;
  /** False: shared experts have no path of their own but read, with the same weights, what each task's path reads. */
  sharedPath: boolean;
}

/** Makes what `reader` goes on with from the experts of a stage and what it read so far; undefined: the shared path. */
export type Fuse = (
  all: readonly Expert[],
  reader: string | undefined,
  x: tf.SymbolicTensor,
  level: number,
) => tf.SymbolicTensor;

/** The features of every task after the last stage. */
export function progressive(
  features: tf.SymbolicTensor,
  o: ProgressiveOptions,
  fuse: Fuse,
  rng: Rng,
): tf.SymbolicTensor[] {
  checkCount("shared experts", o.shared);
  const counts = o.tasks.map((name) => countFor(name, o.own, `own experts of task "${name}"`));
  const { stages, tail } = stagesOf(features, o.encoder);
  let paths = o.tasks.map(() => features);
  let common = features;
  stages.forEach((stage, level) => {
    const own = paths.map((x, t) => experts(counts[t], x, stage, rng, o.tasks[t]));
    const readableBy = sharedExperts(o, stage, paths[0], rng);
    const alike = o.sharedPath ? readableBy(common) : undefined;
    paths = paths.map((x, t) => {
      const all = [...(alike ?? readableBy(x)), ...own.flat()];
      return fuse(all, o.tasks[t], x, level);
    });
    // What the last stage would hand to a next one has no reader.
    if (alike && alike.length > 0 && level < stages.length - 1) {
      common = fuse([...alike, ...own.flat()], undefined, common, level);
    }
  });
  return paths.map((x) => tail(x, rng));
}

/** The shared experts of a stage, as a function of what they read. */
function sharedExperts(o: ProgressiveOptions, stage: Block, like: tf.SymbolicTensor, rng: Rng) {
  if (o.sharedPath) return (x: tf.SymbolicTensor) => experts(o.shared, x, stage, rng);
  const nets = Array.from({ length: o.shared }, () => reusable(stage, like, rng));
  return (x: tf.SymbolicTensor): Expert[] =>
    nets.map((net, k) => ({ label: `shared ${k + 1}`, output: net(x) }));
}
