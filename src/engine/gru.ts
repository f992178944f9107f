// A gated recurrent unit over a whole sequence, one operation a time step, with its gradient.
import * as tf from "@tensorflow/tfjs";
import { ATTRIBUTE, TYPES, type Native } from "./graph/native";
import type { Sequence } from "./recurrent";

const ATTRIBUTES = [{ name: "T", type: ATTRIBUTE.type, value: TYPES.float32 }];

/**
 * Hidden states of a gated recurrent unit (Cho et al. 2014), starting at 0: z, r = sigmoid(x W + h U + b),
 * c = tanh(x W + (r h) U + b), h' = z h + (1 - z) c. The columns of kernel W [features, 3 units], recurrent U
 * [units, 3 units] and bias b [3 units] are z, r, c.
 */
export const gruSequence: Sequence = (backend, steps, kernel, recurrent, bias, all) => {
  const [z, r, c] = tf.split(tf.concat([kernel, recurrent], 0), 3, 1);
  const [bz, br, bc] = tf.split(bias, 3);
  return sequence(backend, all)(steps, tf.concat([r, z], 1), c, tf.concat([br, bz]), bc);
};

/** GRUBlockCell wants the gates as r, z, and calls z "u". */
function sequence(backend: Native, all: boolean) {
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
    const hs = cells.map((cell) => cell[3]);
    const value = all ? tf.stack(hs) : tf.clone(hs[time - 1]);
    save([...weights, start, ...xs, ...cells.flat()]);

    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const weights = saved.slice(0, 4);
      const start = saved[4];
      const xs = saved.slice(5, 5 + time);
      const cell = (t: number) => saved.slice(5 + time + 4 * t, 5 + time + 4 * t + 4);
      const before = (t: number) => (t > 0 ? cell(t - 1)[3] : start);
      const dys = all ? tf.unstack(dy) : undefined;
      const dx: tf.Tensor[] = [];
      const dc: tf.Tensor[] = [];
      const dru: tf.Tensor[] = [];
      let dh = dys ? dys[time - 1] : dy;
      for (let t = time - 1; t >= 0; t--) {
        const [r, u, c] = cell(t);
        const inputs = [xs[t], before(t), ...weights, r, u, c, dh];
        [dx[t], dh, dc[t], dru[t]] = backend.executeMultipleOutputs(
          "GRUBlockCellGrad",
          ATTRIBUTES,
          inputs,
          4,
        );
        if (dys && t > 0) dh = tf.add(dh, dys[t - 1]);
      }
      // Gradients of the weights are sums over time: one product of everything stacked.
      const joined = (parts: tf.Tensor[]) => tf.concat(parts, 0) as tf.Tensor2D;
      const x = joined(xs);
      const h = joined(xs.map((_, t) => before(t)));
      const r = joined(xs.map((_, t) => cell(t)[0]));
      const [dCandidate, dGates] = [joined(dc), joined(dru)];
      return [
        tf.stack(dx),
        tf.matMul(tf.concat([x, h], 1), dGates, true),
        tf.matMul(tf.concat([x, tf.mul(r, h) as tf.Tensor2D], 1), dCandidate, true),
        tf.sum(dGates, 0),
        tf.sum(dCandidate, 0),
      ];
    };
    return { value, gradFunc };
  });
}
