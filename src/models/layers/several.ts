// TensorFlow.js hands a layer with one source the bare thing and a layer with more a list: always a list here.
import type * as tf from "@tensorflow/tfjs";

export function tensors(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor[] {
  return Array.isArray(inputs) ? inputs : [inputs];
}

export function shapes(given: tf.Shape | tf.Shape[]): tf.Shape[] {
  return Array.isArray(given[0]) ? (given as tf.Shape[]) : [given as tf.Shape];
}
