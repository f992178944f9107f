// Multi-task attention network: one shared encoder, and masks of each task's own over the features of its stages.
import * as tf from "@tensorflow/tfjs";
import { nextSeed, type Rng } from "../data/random";
import type { Tasks } from "../tasks/task";
import { flat } from "./blocks/dense";
import { begin, finish, head } from "./build";
import type { Model, ModelOptions } from "./model";
import { linear, stagesOf } from "./stages";

/**
 * Multi-task attention network (Liu et al. 2019): p_i are the features after stage i of one shared encoder. Task t looks
 * at them through a mask in (0, 1): m_i = sigmoid(B relu(A [p_i; v_i])), z_i = m_i * p_i, where v_i = relu(f z_(i-1)) is
 * what it saw before, brought to the shape of p_i; the head reads the last z. A and B act on channels (1 x 1), f is a
 * 3 x 3 convolution on images, pooled where the stage pools, and a linear map elsewhere. There is no batch
 * normalisation. With only one stage the mask reads p_1 alone.
 *
 * @example
 * const model = mtan({ inputs: { image: [28, 28, 1] }, encoder: cnn([16, 32]), tasks });
 */
export function mtan<T extends Tasks>(o: ModelOptions<T>): Model<T> {
  const { inputs, features, rng } = begin(o);
  const { stages, tail } = stagesOf(features, o.encoder);
  const shared: tf.SymbolicTensor[] = [];
  for (const stage of stages) shared.push(stage(shared.at(-1) ?? features, rng));
  const outputs = Object.keys(o.tasks).map((name) => {
    let z: tf.SymbolicTensor | undefined;
    for (const p of shared) {
      const seen = z ? [p, brought(z, p.shape, rng)] : [p];
      const both = seen.length > 1 ? tf.layers.concatenate().apply(seen) : p;
      const width = p.shape.at(-1)!;
      const hidden = linear(width, rng, "relu").apply(both as tf.SymbolicTensor);
      const mask = linear(width, rng, "sigmoid").apply(hidden);
      z = tf.layers.multiply().apply([mask as tf.SymbolicTensor, p]) as tf.SymbolicTensor;
    }
    return head(o, name, tail(z!, rng), rng);
  });
  return finish(o, inputs, outputs);
}

/** Features as relu features of another shape. */
function brought(z: tf.SymbolicTensor, shape: tf.Shape, rng: Rng): tf.SymbolicTensor {
  const width = shape.at(-1)!;
  if (z.shape.length === 4 && shape.length === 4) {
    const kernelInitializer = tf.initializers.glorotUniform({ seed: nextSeed(rng) });
    const convolved = tf.layers
      .conv2d({
        filters: width,
        kernelSize: 3,
        padding: "same",
        activation: "relu",
        kernelInitializer,
      })
      .apply(z);
    const poolSize = [1, 2].map((axis) => Math.floor(z.shape[axis]! / shape[axis]!));
    if (poolSize.every((size) => size === 1)) return convolved as tf.SymbolicTensor;
    return tf.layers
      .maxPooling2d({ poolSize: poolSize as [number, number] })
      .apply(convolved) as tf.SymbolicTensor;
  }
  const same = z.shape.length === shape.length;
  return linear(width, rng, "relu").apply(same ? z : flat(z)) as tf.SymbolicTensor;
}
