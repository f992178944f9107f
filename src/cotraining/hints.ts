// Hints: the inner layers of a student learn to make what the inner layers of its teacher make.
import * as tf from "@tensorflow/tfjs";
import { nextSeed, seeded } from "../data/random";
import { expected, list } from "../errors";
import type { Model } from "../models/model";
import { modelOf } from "../models/build";
import type { Tasks } from "../tasks/task";
import { checkExamples, type Examples } from "../training/check";
import { scoresOf } from "./peerBatch";
import type { PeerOptions } from "./peerOptions";
import { trainPeers, type Lesson } from "./peers";
import type { PeerHistory } from "./peerHistory";

/** Which layers are matched, by the names that `layersOf` lists. */
export interface HintOptions extends Omit<PeerOptions, "diagnostics"> {
  /** The teacher's layer that gives the hint. */
  teacherLayer: string;
  /** The student's layer that is guided. */
  studentLayer: string;
}

/**
 * Hint training (FitNets; Romero et al. 2015), the first of two stages: a linear regressor r on top of the student's
 * layer v learns with it the teacher's layer u, 1/2 mean over rows of ||u(x) - r(v(x))||^2. Layers of the student above v
 * stay as they are, and no label is read. Then comes `distill`. `history.imitation` is the mean loss. Layers of any
 * shape, flattened. The regressor is thrown away.
 *
 * @example
 * const [hint, guided] = [layersOf(teacher)[1], layersOf(student)[0]];
 * await hints(teacher, student, train, { teacherLayer: hint, studentLayer: guided, epochs: 10 });
 * await distill(teacher, student, train);
 */
export async function hints<T extends Tasks>(
  teacher: Model<T>,
  student: Model<T>,
  data: Examples,
  o: HintOptions,
): Promise<PeerHistory> {
  [teacher, student].forEach((model) => checkExamples(model, data));
  const hint = partOf(teacher, o.teacherLayer);
  const { guided, regressor } = regressed(student, o.studentLayer, hint, o.seed ?? 0);
  try {
    const loop = { ...o, asked: [teacher], diagnostics: undefined };
    return await trainPeers([guided], data, loop, hintLesson(hint, guided));
  } finally {
    regressor.dispose();
  }
}

/** What the guided part learns: the hint; there is no loss with labels. */
export function hintLesson(hint: Model, guided: Model): Lesson {
  return (_, batch) => {
    const wanted = flat(scoresOf(hint, batch)[0]);
    return {
      weights: [1],
      losses: () => {
        const found = scoresOf(guided, batch, { training: true })[0];
        const gap = wanted.squaredDifference(found).sum(1).mean().div(2);
        return [tf.scalar(0), gap as tf.Scalar];
      },
    };
  };
}

/** The part of a model that ends in one of its layers, as a model without tasks; owns nothing. */
export function partOf(model: Model, layer: string): Model {
  const outputs = outputOf(model, layer);
  return modelOf(tf.model({ inputs: model.net.inputs, outputs }), {
    inputs: model.inputs,
    tasks: {},
  });
}

/** The student up to a layer, and a linear map from there to the width of the hint. The caller disposes the regressor. */
export function regressed(
  student: Model,
  layer: string,
  hint: Model,
  seed: number,
): { guided: Model; regressor: tf.layers.Layer } {
  const features = outputOf(student, layer);
  const [, ...shape] = hint.net.outputs[0].shape as number[];
  const regressor = tf.layers.dense({
    units: shape.reduce((a, b) => a * b, 1),
    kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed(seeded(seed)) }),
  });
  const vector =
    features.shape.length === 2
      ? features
      : (tf.layers.flatten().apply(features) as tf.SymbolicTensor);
  const outputs = regressor.apply(vector) as tf.SymbolicTensor;
  const net = tf.model({ inputs: student.net.inputs, outputs });
  return { guided: modelOf(net, { inputs: student.inputs, tasks: {} }), regressor };
}

function outputOf({ net }: Model, layer: string): tf.SymbolicTensor {
  const names = net.layers.filter(({ inboundNodes }) => inboundNodes[0].inboundLayers.length > 0);
  const found = names.find(({ name }) => name === layer);
  if (found) return found.getOutputAt(0) as tf.SymbolicTensor;
  throw expected(
    "the name of a layer of the model",
    `"${layer}"`,
    `It has ${list(names.map(({ name }) => name))}.`,
  );
}

function flat(x: tf.Tensor): tf.Tensor2D {
  return x.reshape([x.shape[0], -1]);
}
