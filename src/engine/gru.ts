// A gated recurrent unit over a whole sequence, one operation a time step, with its gradient.
import * as tf from "@tensorflow/tfjs";
import { ATTRIBUTE, TYPES, type Native } from "./graph/native";

const ATTRIBUTES = [{ name: "T", type: ATTRIBUTE.type, value: TYPES.float32 }];

/**
 * All hidden states [time, batch, units] of a sequence [time, batch, features] (Cho et al. 2014), starting at 0:
 * z, r = sigmoid(x W + h U + b), c = tanh(x W + (r h) U + b), h' = z h + (1 - z) c. The columns of kernel W
 * [features, 3 units], recurrent U [units, 3 units] and bias b [3 units] are z, r, c.
 */
export function gruSequence(
  backend: Native,
  steps: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrent: tf.Tensor2D,
  bias: tf.Tensor,
): tf.Tensor3D {
  const [z, r, c] = tf.split(tf.concat([kernel, recurrent], 0), 3, 1);
  const [bz, br, bc] = tf.split(bias, 3);
  return sequence(backend)(steps, tf.concat([r, z], 1), c, tf.concat([br, bz]), bc) as tf.Tensor3D;
}

/** GRUBlockCell wants the gates as r, z, and calls z "u". */
function sequence(backend: Native) {
  return tf.customGrad((...args) => {
    const [x, wGates, wCandidate, bGates, bCandidate] = args as tf.Tensor[];
    const save = args[5] as unknown as (t: tf.Tensor[]) => void;
    const xs = tf.unstack(x);
    const time = xs.length;
    const start = tf.zeros([x.shape[1]!, bCandidate.size]);
    const weights = [wGates, wCandidate, bGates, bCandidate];
    const cells: tf.Tensor[][] = [];
    for (const xt of xs) {
      const before = cells.at(-1)?.[3] ?? start;
      cells.push(
        backend.executeMultipleOutputs("GRUBlockCell", ATTRIBUTES, [xt, before, ...weights], 4),
      );
    }
    const states = tf.stack(cells.map((cell) => cell[3]));
    save([...weights, start, ...xs, ...cells.flat()]);

    const gradFunc = (dStates: tf.Tensor, saved: tf.Tensor[]) => {
      const weights = saved.slice(0, 4);
      const start = saved[4];
      const xs = saved.slice(5, 5 + time);
      const cell = (t: number) => saved.slice(5 + time + 4 * t, 5 + time + 4 * t + 4);
      const before = (t: number) => (t > 0 ? cell(t - 1)[3] : start);
      const ds = tf.unstack(dStates);
      const dx: tf.Tensor[] = [];
      const dc: tf.Tensor[] = [];
      const dru: tf.Tensor[] = [];
      let dh: tf.Tensor = tf.zerosLike(start);
      for (let t = time - 1; t >= 0; t--) {
        const [r, u, c] = cell(t);
        const inputs = [xs[t], before(t), ...weights, r, u, c, tf.add(dh, ds[t])];
        [dx[t], dh, dc[t], dru[t]] = backend.executeMultipleOutputs(
          "GRUBlockCellGrad",
          ATTRIBUTES,
          inputs,
          4,
        );
      }
      // Gradients of the weights are sums over time: one product of everything stacked.
      const all = (parts: tf.Tensor[]) => tf.concat(parts, 0) as tf.Tensor2D;
      const x = all(xs);
      const h = all(xs.map((_, t) => before(t)));
      const r = all(xs.map((_, t) => cell(t)[0]));
      const [dCandidate, dGates] = [all(dc), all(dru)];
      return [
        tf.stack(dx),
        tf.matMul(tf.concat([x, h], 1), dGates, true),
        tf.matMul(tf.concat([x, tf.mul(r, h) as tf.Tensor2D], 1), dCandidate, true),
        tf.sum(dGates, 0),
        tf.sum(dCandidate, 0),
      ];
    };
    return { value: states, gradFunc };
  });
}
