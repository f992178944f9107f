// Cross entropy of class numbers in one operation.
import * as tf from "@tensorflow/tfjs";
import { ATTRIBUTE, native, TYPES } from "./graph/native";

const ATTRIBUTES = [
  { name: "T", type: ATTRIBUTE.type, value: TYPES.float32 },
  { name: "Tlabels", type: ATTRIBUTE.type, value: TYPES.int32 },
];

/**
 * -log softmax(z)[class] for each row: raw scores z [n, classes], class numbers [n] of type int32; [n]. Its gradient is
 * softmax(z) - onehot(class). Does not differentiate by the class.
 */
export function crossEntropy(classes: tf.Tensor1D, raw: tf.Tensor2D): tf.Tensor1D {
  const backend = native();
  if (!backend) {
    return tf.tidy(() => {
      const chosen = tf.oneHot(classes, raw.shape[1]);
      return tf.neg(tf.sum<tf.Tensor1D>(tf.mul(chosen, tf.logSoftmax(raw)), 1));
    });
  }
  const op = tf.customGrad((z, save) => {
    const [loss, gradient] = backend.executeMultipleOutputs(
      "SparseSoftmaxCrossEntropyWithLogits",
      ATTRIBUTES,
      [z as tf.Tensor, classes],
      2,
    );
    (save as (t: tf.Tensor[]) => void)([gradient]);
    return {
      value: loss,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(tf.expandDims(dy, 1), saved[0]),
    };
  });
  return op(raw) as tf.Tensor1D;
}
