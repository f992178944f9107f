// A long short-term memory over a whole sequence in one operation, with its gradient.
import * as tf from "@tensorflow/tfjs";
import { ATTRIBUTE, INT64, TYPES, type Native } from "./graph/native";

const ATTRIBUTES = [
  { name: "T", type: ATTRIBUTE.type, value: TYPES.float32 },
  { name: "use_peephole", type: ATTRIBUTE.bool, value: false },
];

/**
 * All hidden states [time, batch, units] of a sequence [time, batch, features] (Hochreiter and Schmidhuber 1997), starting at 0:
 * i, f, o = sigmoid(x W + h U + b), c' = f c + i tanh(x W + h U + b), h = o tanh(c'). The columns of kernel W
 * [features, 4 units], recurrent U [units, 4 units] and bias b [4 units] are i, f, c, o.
 */
export function lstmSequence(
  backend: Native,
  steps: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrent: tf.Tensor2D,
  bias: tf.Tensor,
): tf.Tensor3D {
  const run = tf.customGrad((x, w, b, save) => {
    const [time, batch] = (x as tf.Tensor).shape;
    const units = (b as tf.Tensor).size / 4;
    const zeros = tf.zeros([batch, units]);
    const peephole = tf.zeros([units]);
    const inputs = [x, zeros, zeros, w, peephole, peephole, peephole, b] as tf.Tensor[];
    const length = int64(backend, time);
    const outputs = backend.executeMultipleOutputs(
      "BlockLSTMV2",
      [...ATTRIBUTES, { name: "cell_clip", type: ATTRIBUTE.float, value: 0 }],
      [length, ...inputs],
      7,
    );
    // A value must be saved once only.
    (save as (t: tf.Tensor[]) => void)([
      x as tf.Tensor,
      w as tf.Tensor,
      b as tf.Tensor,
      ...outputs,
    ]);
    return {
      value: outputs[6],
      gradFunc: (dh: tf.Tensor, saved: tf.Tensor[]) => {
        const [x, w, b, ...outputs] = saved;
        const zeros = tf.zeros([batch, units]);
        const peephole = tf.zeros([units]);
        const found = backend.executeMultipleOutputs(
          "BlockLSTMGradV2",
          ATTRIBUTES,
          [
            ...[int64(backend, time), x, zeros, zeros, w, peephole, peephole, peephole, b],
            ...[...outputs, tf.zerosLike(dh), dh],
          ],
          8,
        );
        return [found[0], found[3], found[7]];
      },
    };
  });
  return run(steps, tf.concat([kernel, recurrent], 0), bias) as tf.Tensor3D;
}

/** A scalar of 64 bits, low half first, as tfjs-node writes them; TensorFlow.js takes it for an int32. */
function int64(backend: Native, value: number): tf.Tensor {
  const data = backend.write(Int32Array.of(value, 0), [], "int32");
  backend.tensorMap.get(data).dtype = INT64;
  return tf.engine().makeTensorFromDataId(data, [], "int32");
}
