// Cross-stitch networks: a tower per task, whose features are mixed after every stage.
import type * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Tasks } from "../tasks/task";
import { begin, finish, head } from "./build";
import { Stitch } from "./layers/stitch";
import type { Model, ModelOptions } from "./model";
import { stagesOf } from "./stages";

/**
 * Cross-stitch networks (Misra et al. 2016): every task has a tower; after each of its layers, task t goes on with
 * x_t = sum_j a_tj * z_j, with learned weights per pair of tasks and channel. They begin at `keep` for the task's own
 * features, default 0.9 as in the paper, and share the rest among the others. The encoder's last layer is stitched too.
 *
 * @example
 * const model = crossStitch({ inputs: { x: [64] }, encoder: mlp([64, 32]), tasks });
 */
export function crossStitch<T extends Tasks>(o: ModelOptions<T> & { keep?: number }): Model<T> {
  const { keep = 0.9 } = o;
  if (!(keep >= 0 && keep <= 1)) {
    throw expected("keep to be from 0 to 1", String(keep), "0.9 leaves 0.1 for other tasks.");
  }
  const { inputs, features, rng } = begin(o);
  const names = Object.keys(o.tasks);
  let towers = names.map(() => features);
  const { stages, tail } = stagesOf(features, o.encoder);
  stages.forEach((stage, level) => {
    const z = towers.map((x) => stage(x, rng));
    towers = names.map((reader, t) => {
      const start = mostly(t, names.length, keep);
      const layer = new Stitch({
        options: { reader, level, sources: names, start, perChannel: true },
      });
      return layer.apply(z) as tf.SymbolicTensor;
    });
  });
  const outputs = names.map((name, t) => head(o, name, tail(towers[t], rng), rng));
  return finish(o, inputs, outputs);
}

/** `keep` at place `own`, the rest of 1 shared evenly by the others; alone, 1. */
export function mostly(own: number, count: number, keep: number): number[] {
  if (count === 1) return [1];
  return Array.from({ length: count }, (_, j) => (j === own ? keep : (1 - keep) / (count - 1)));
}
