// Convolutions for images.
import * as tf from "@tensorflow/tfjs";
import { nextSeed } from "../../data/random";
import { expected } from "../../errors";
import type { Block } from "../model";
import { checkRank, checkSize, shapeText } from "./checks";
import { flatten } from "./dense";

/**
 * A small convolutional network for images [height, width, channels]: for every entry of `filters` a 3 x 3 convolution
 * with relu and a 2 x 2 max pooling that halves the image; then one vector per example.
 *
 * @example
 * hardSharing({ inputs: { image: [28, 28, 1] }, encoder: [...cnn([16, 32]), dense(64)], tasks });
 */
export function cnn(filters: number[]): Block[] {
  filters.forEach((count) => checkSize("filters of cnn()", count));
  return [...filters.map(convolution), flatten()];
}

function convolution(filters: number): Block {
  return (x, rng) => {
    checkRank("cnn()", x, 3, "[height, width, channels]");
    if (Math.min(x.shape[1]!, x.shape[2]!) < 2) {
      throw expected(
        "an image of at least 2 x 2 before each convolution of cnn(), as each halves it",
        shapeText(x),
        "Use fewer convolutions.",
      );
    }
    const convolved = tf.layers
      .conv2d({
        filters,
        kernelSize: 3,
        padding: "same",
        activation: "relu",
        kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed(rng) }),
      })
      .apply(x);
    return tf.layers.maxPooling2d({ poolSize: 2 }).apply(convolved) as tf.SymbolicTensor;
  };
}
