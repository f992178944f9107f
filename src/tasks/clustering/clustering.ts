// Finding groups that nobody has named.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../../errors";
import { firstWrong } from "../problem";
import type { Task } from "../task";
import { nmi } from "./agreement";
import { Centres } from "./centres";

/**
 * A task that sorts examples into `clusters` groups (deep embedded clustering: Xie, Girshick and Farhadi 2016). Its head
 * holds a centre m_k per group among the features z it reads: q_ik is in proportion to 1 / (1 + |z_i - m_k|^2). Outputs
 * [n, clusters] are q. Loss: KL(P || q), where P sharpens q: p_ik in proportion to q_ik^2 / sum_i q_ik over the batch, and
 * counts as constant. The paper computes P over all data now and then; so batches should hold some examples per group
 * (batchSize: 256).
 *
 * It needs no target: all examples of its data set count. A target [n] of true classes, NaN where unknown, serves the
 * metric only (NMI; NaN without labels). Centres begin anywhere: train what the features come from first, then call
 * `startClusters`. Left alone, the encoder may draw all examples together; a regression of the input beside it prevents
 * that (Guo et al. 2017). RangeError for fewer than two clusters.
 *
 * @example
 * const tasks = { group: clustering(10), pixels: regression(64) };
 * const model = hardSharing({ inputs: { x: [64] }, encoder: [...mlp([128]), dense(10, { activation: "linear" })], tasks });
 * await fit(model, data, { weighting: fixed({ group: 0, pixels: 1 }) });
 * startClusters(model, data, { rng: seeded(1) });
 * await fit(model, data, { weighting: fixed({ group: 0.5, pixels: 1 }), batchSize: 256 });
 */
export function clustering(clusters: number): Task {
  if (!(Number.isInteger(clusters) && clusters >= 2)) {
    throw expected("two clusters or more", String(clusters), "Say how many groups to look for.");
  }
  return {
    spec: { kind: "clustering", clusters },
    units: clusters,
    target: [],
    metric: nmi,
    unsupervised: true,
    layer: (config) => new Centres({ ...config, clusters }),
    output: (raw) => tf.softmax(raw),
    loss: (_, raw) => divergence(raw),
    problem: (values) =>
      firstWrong(
        values,
        1,
        (value) => Number.isInteger(value) && value >= -1,
        (value) => `class ${value}, where classes are whole numbers`,
      ),
  };
}

/** KL(P || softmax(raw)) per row; its gradient is softmax(raw) - P, as P counts as constant. */
function divergence(raw: tf.Tensor2D): tf.Tensor1D {
  const op = tf.customGrad((z, save) => {
    const log = tf.logSoftmax(z as tf.Tensor2D);
    const q = tf.exp(log);
    // Far from all centres but one q may round to 0, and so a group's sum.
    const squared = q.square().div(q.sum(0, true).maximum(1e-12));
    const p = squared.div(squared.sum(1, true).maximum(1e-30));
    (save as (t: tf.Tensor[]) => void)([q.sub(p)]);
    return {
      value: p.mul(p.maximum(1e-30).log().sub(log)).sum(1),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(tf.expandDims(dy, 1), saved[0]),
    };
  });
  return tf.tidy(() => op(raw) as tf.Tensor1D);
}
