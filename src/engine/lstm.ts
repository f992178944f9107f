// A long short-term memory over a whole sequence in one operation, and its gradient in two a time step.
import * as tf from "@tensorflow/tfjs";
import { ATTRIBUTE, INT64, TYPES, type Native } from "./graph/native";
import type { Sequence } from "./recurrent";

const ATTRIBUTES = [
  { name: "T", type: ATTRIBUTE.type, value: TYPES.float32 },
  { name: "use_peephole", type: ATTRIBUTE.bool, value: false },
];

/**
 * Hidden states of a long short-term memory (Hochreiter and Schmidhuber 1997), starting at 0:
 * i, f, o = sigmoid(x W + h U + b), c' = f c + i tanh(x W + h U + b), h = o tanh(c'). The columns of kernel W
 * [features, 4 units], recurrent U [units, 4 units] and bias b [4 units] are i, f, c, o.
 */
export const lstmSequence: Sequence = (backend, steps, kernel, recurrent, bias, all) => {
  const run = tf.customGrad((...args) => {
    const [x, w, u, b] = args as tf.Tensor[];
    const save = args[4] as unknown as (t: tf.Tensor[]) => void;
    const [time, batch] = x.shape;
    const start = tf.zeros([batch, b.size / 4]);
    const peephole = tf.zeros([b.size / 4]);
    const joint = tf.concat([w, u], 0);
    const cell = [joint, peephole, peephole, peephole, b];
    const states = backend.executeMultipleOutputs(
      "BlockLSTMV2",
      [...ATTRIBUTES, { name: "cell_clip", type: ATTRIBUTE.float, value: 0 }],
      [int64(backend, time), x, start, start, ...cell],
      7,
    );
    save([x, w, u, b, start, peephole, joint, ...states]);
    const value = all ? states[6] : tf.slice(states[6], time - 1, 1).squeeze([0]);
    return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => gradient(backend, dy, saved) };
  });
  return run(steps, kernel, recurrent, bias);
};

/**
 * Two thirds of the time of BlockLSTMGradV2, which multiplies small matrices at every step: here only the state's gradient
 * goes back step by step, and inputs and weights get theirs in one product over all steps. The cell's gates are i, c, f, o.
 */
function gradient(backend: Native, dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] {
  const [x, w, u, b, start, peephole, joint, ...states] = saved;
  const [time, batch, features] = x.shape as [number, number, number];
  const [i, cs, f, o, ci, co] = states.slice(0, 6).map((t) => tf.unstack(t));
  const hs = states[6];
  // Transposed first: TensorFlow would move a transposition that comes last into the product of every step, which takes 1.6
  // times as long with it.
  const backwards = reordered(tf.transpose(u), 0) as tf.Tensor2D;
  const dys = dy.rank === 3 ? tf.unstack(dy) : undefined;
  // The operation reads no more than the shapes of these.
  const [anyX] = tf.unstack(x);
  const cell = [joint, peephole, peephole, peephole, b];
  let dc = start;
  let dh = dys ? dys[time - 1] : dy;
  const dGates: tf.Tensor2D[] = [];
  for (let t = time - 1; t >= 0; t--) {
    const before = t > 0 ? cs[t - 1] : start;
    const inputs = [
      ...[anyX, before, start, ...cell],
      ...[i[t], cs[t], f[t], o[t], ci[t], co[t], dc, dh],
    ];
    const found = backend.executeMultipleOutputs("LSTMBlockCellGrad", ATTRIBUTES, inputs, 5);
    dc = found[0];
    dGates.unshift(found[1] as tf.Tensor2D);
    if (t === 0) break;
    dh = tf.matMul(dGates[0], backwards);
    if (dys) dh = tf.add(dh, dys[t - 1]);
  }
  const d = tf.concat(dGates, 0);
  const flatX = tf.reshape(x, [time * batch, features]);
  const rows = (time - 1) * batch;
  const h = tf.reshape(hs, [time * batch, -1]).slice(0, rows) as tf.Tensor2D;
  return [
    tf.reshape(tf.matMul(d, reordered(w) as tf.Tensor2D, false, true), x.shape),
    reordered(tf.matMul(flatX, d, true)),
    reordered(tf.matMul(h, tf.slice(d, batch, rows), true)),
    reordered(tf.sum(d, 0)),
  ];
}

/** Gates i, f, c, o along an axis, by default the last, to i, c, f, o, and back. */
function reordered(t: tf.Tensor, axis = t.rank - 1): tf.Tensor {
  const [first, second, third, fourth] = tf.split(t, 4, axis);
  return tf.concat([first, third, second, fourth], axis);
}

/** A scalar of 64 bits, low half first, as tfjs-node writes them; TensorFlow.js takes it for an int32. */
function int64(backend: Native, value: number): tf.Tensor {
  const data = backend.write(Int32Array.of(value, 0), [], "int32");
  backend.tensorMap.get(data).dtype = INT64;
  return tf.engine().makeTensorFromDataId(data, [], "int32");
}
