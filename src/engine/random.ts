// Random numbers inside a training step: TensorFlow's own counter-based generator, so that eager and compiled steps draw the same
// numbers (Salmon et al. 2011), or TensorFlow.js's seeded one on the other engines.
import * as tf from "@tensorflow/tfjs";
import { ATTRIBUTE, native, TYPES } from "./graph/native";

/**
 * Uniform numbers in [0, 1): draw number `draw` (an int32 scalar) of the stream `seed`. The same seed and draw give the same
 * numbers, on one engine; keep `draw` in a variable and add 1 to it, and each step gets new ones.
 */
export function uniform(shape: number[], seed: number, draw: tf.Tensor): tf.Tensor {
  return numbers("StatelessRandomUniform", shape, seed, draw, (text) =>
    tf.randomUniform(shape, 0, 1, "float32", text as never),
  );
}

/** Normal numbers with mean 0 and standard deviation 1, otherwise like `uniform`. */
export function gaussian(shape: number[], seed: number, draw: tf.Tensor): tf.Tensor {
  return numbers("StatelessRandomNormal", shape, seed, draw, (text) =>
    tf.randomNormal(shape, 0, 1, "float32", text as never),
  );
}

function numbers(
  op: string,
  shape: number[],
  seed: number,
  draw: tf.Tensor,
  elsewhere: (text: string) => tf.Tensor,
): tf.Tensor {
  const backend = native();
  // The seed is text there, which the generator hashes: neighbouring draws have nothing in common.
  if (!backend) return elsewhere(`${seed}/${draw.dataSync()[0]}`);
  return tf.tidy(() => {
    const type = (name: string, dtype: "float32" | "int32") => ({
      name,
      type: ATTRIBUTE.type,
      value: TYPES[dtype],
    });
    const key = tf.stack([tf.scalar(seed, "int32"), draw]);
    const attributes = [type("dtype", "float32"), type("T", "int32"), type("Tseed", "int32")];
    return backend.executeSingleOutput(op, attributes, [tf.tensor1d(shape, "int32"), key]);
  });
}
