// Joint losses as the articles write them: functions from the losses of the tasks to one number to minimise.
// They take and give scalars of TensorFlow.js, so their gradients are there too.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";

/**
 * The mean of the tasks' losses (formula F1): L = (1/N) * sum_i L_i.
 *
 * @example
 * meanLoss([tf.scalar(1), tf.scalar(3)]); // 2
 */
export function meanLoss(losses: readonly tf.Scalar[]): tf.Scalar {
  return tf.tidy(() => sumLoss(losses).div(losses.length));
}

/** The sum of the tasks' losses, which hard sharing minimises (formulas F4 and F8): L = sum_i L_i. */
export function sumLoss(losses: readonly tf.Scalar[]): tf.Scalar {
  checkLosses(losses);
  return tf.tidy(() => tf.addN([...losses]));
}

/**
 * The weighted sum of the tasks' losses (formula F10): L = sum_i w_i L_i. A tensor of weights [tasks] counts as constant.
 *
 * @example
 * weightedLoss([tf.scalar(1), tf.scalar(3)], [2, 0.5]); // 3.5
 */
export function weightedLoss(
  losses: readonly tf.Scalar[],
  weights: readonly number[] | tf.Tensor1D,
): tf.Scalar {
  checkLosses(losses);
  const count = weights instanceof tf.Tensor ? weights.size : weights.length;
  if (count !== losses.length) {
    throw expected(`${losses.length} weights, one per loss`, String(count), "Give as many.");
  }
  return tf.tidy(() => {
    const w = weights instanceof tf.Tensor ? weights : tf.tensor1d([...weights]);
    return tf
      .stack([...losses])
      .mul(w)
      .sum();
  });
}

/**
 * The sum of the losses and a regulariser (formula F3): L = sum_i L_i + lambda * Omega, Omega the sum of the squares of
 * all weights. In a model, `dense(units, { l2: lambda })` adds the same for that layer's kernel.
 */
export function regularisedLoss(
  losses: readonly tf.Scalar[],
  weights: readonly tf.Tensor[],
  lambda: number,
): tf.Scalar {
  return tf.tidy(() =>
    weights.reduce<tf.Scalar>((loss, w) => loss.add(w.square().sum().mul(lambda)), sumLoss(losses)),
  );
}

/**
 * The sum of the losses and the pull of soft sharing (formula F9): L = sum_i L_i + lambda * sum over i<j of
 * ||theta_i - theta_j||^2, where towers[i] lists the weights theta_i.
 */
export function pulledLoss(
  losses: readonly tf.Scalar[],
  towers: readonly (readonly tf.Tensor[])[],
  lambda: number,
): tf.Scalar {
  return tf.tidy(() => sumLoss(losses).add(distance(towers).mul(lambda)));
}

/** The sum over all pairs of towers i<j of ||theta_i - theta_j||^2: 0 when all towers are equal. */
export function distance(towers: readonly (readonly tf.Tensor[])[]): tf.Scalar {
  return tf.tidy(() => {
    const gaps = towers.flatMap((one, i) =>
      towers
        .slice(i + 1)
        .flatMap((other) => one.map((w, k) => w.squaredDifference(other[k]).sum() as tf.Scalar)),
    );
    return gaps.length > 0 ? tf.addN(gaps) : tf.scalar(0);
  });
}

function checkLosses(losses: readonly tf.Scalar[]): void {
  if (losses.length > 0) return;
  throw expected("the loss of at least one task", "none", "Pass the losses as a list of scalars.");
}
