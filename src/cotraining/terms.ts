// Loss terms of networks that teach each other: one number per row, [batch]; sums over classes, never means.
import * as tf from "@tensorflow/tfjs";

/**
 * Cross entropy of the answer with a distribution over classes: H(q, softmax(z)) = -sum_c q_c log softmax(z)_c.
 * Both are [batch, classes]; the result is [batch]. Gradients flow into the scores only: `q` counts as constant.
 */
export function crossEntropyOf(q: tf.Tensor2D, scores: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => stopped(q).mul(tf.logSoftmax(scores)).sum(1).neg() as tf.Tensor1D);
}

/** The same numbers without a way back for gradients. */
export function stopped<T extends tf.Tensor>(x: T): T {
  const stop = tf.customGrad((value) => ({
    value: (value as tf.Tensor).clone(),
    gradFunc: (_dy: tf.Tensor) => [tf.zerosLike(value as tf.Tensor)],
  }));
  return stop(x) as T;
}
