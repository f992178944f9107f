// Sluice networks: towers whose layers exchange subspaces, and heads that read several layers.
import type * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Tasks } from "../tasks/task";
import { checkSize } from "./blocks/checks";
import { begin, finish, head } from "./build";
import { mostly } from "./crossStitch";
import { Stitch } from "./layers/stitch";
import { Subspaces } from "./layers/subspaces";
import type { Model, ModelOptions } from "./model";
import { stagesOf } from "./stages";

export interface SluiceOptions<T extends Tasks> extends ModelOptions<T> {
  /** Parts that the channels of each stage are cut into. Default 2. */
  subspaces?: number;
  /** What a subspace keeps of itself at first; the rest of 1 is shared by the others. Default 0.9. */
  keep?: number;
  /** Strength of the penalty that keeps the subspaces of a task different. Default 0.01; above 0 it costs a forward pass. */
  orthogonality?: number;
}

/**
 * Sluice networks (Ruder et al. 2017): cross-stitching between subspaces, and heads that see all layers. After each
 * stage, subspace g of task t becomes sum over (j, h) of a_(t,g),(j,h) * z_j[h], a scalar per pair; the head reads
 * sum_l b_tl * z_t^l over the stages whose features have the last one's shape. The penalty is
 * orthogonality * sum ||Z_t[g]' Z_t[h]||^2 over g<h, of features (mean over examples) as in Bousmalis et al. 2016,
 * where Ruder et al. take the weights.
 *
 * @example
 * const model = sluice({ inputs: { x: [64] }, encoder: mlp([32, 32]), tasks });
 */
export function sluice<T extends Tasks>(o: SluiceOptions<T>): Model<T> {
  const { subspaces = 2, keep = 0.9, orthogonality = 0.01 } = o;
  checkSize("subspaces of sluice()", subspaces);
  if (!(keep >= 0 && keep <= 1)) throw expected("keep to be from 0 to 1", String(keep), "Use 0.9.");
  if (!(orthogonality >= 0)) {
    throw expected("orthogonality to be 0 or more", String(orthogonality), "Use 0.01.");
  }
  const { inputs, features, rng } = begin(o);
  const names = Object.keys(o.tasks);
  const strength = subspaces > 1 ? orthogonality : 0;
  let towers = names.map(() => features);
  const layers: tf.SymbolicTensor[][] = [];
  const { stages, tail } = stagesOf(features, o.encoder);
  stages.forEach((stage, level) => {
    const z = towers.map((x) => stage(x, rng));
    checkDivisible(z[0], subspaces);
    towers = names.map((reader, own) => {
      const mixing = { reader, level, sources: names };
      const layer = new Subspaces({
        options: { ...mixing, own, subspaces, keep, orthogonality: strength },
      });
      return layer.apply(z) as tf.SymbolicTensor;
    });
    layers.push(towers);
  });
  const shape = String(towers[0].shape);
  const read = layers.flatMap((z, l) => (String(z[0].shape) === shape ? [l] : []));
  const outputs = names.map((name, t) => {
    const skip = new Stitch({
      options: {
        reader: name,
        level: layers.length,
        sources: read.map((l) => `stage ${l + 1}`),
        start: mostly(read.length - 1, read.length, keep),
        perChannel: false,
      },
    });
    const seen = skip.apply(read.map((l) => layers[l][t])) as tf.SymbolicTensor;
    return head(o, name, tail(seen, rng), rng);
  });
  return finish(o, inputs, outputs);
}

function checkDivisible(z: tf.SymbolicTensor, subspaces: number): void {
  const width = z.shape.at(-1)!;
  if (width % subspaces === 0) return;
  throw expected(
    `stages whose width is a multiple of ${subspaces}, the number of subspaces`,
    `one of width ${width}`,
    "Change its width, or subspaces.",
  );
}
