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

/**
 * How far an answer is from a distribution: KL(q || softmax(z)) = sum_c q_c (log q_c - log softmax(z)_c), [batch], 0 where
 * they are equal. Gradients flow into the scores only.
 */
export function divergenceFrom(q: tf.Tensor2D, scores: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => {
    const entropy = q.mul(q.maximum(1e-30).log()).sum(1);
    return crossEntropyOf(q, scores).add(stopped(entropy)) as tf.Tensor1D;
  });
}

/**
 * Soft targets (Hinton, Vinyals and Dean 2015): T^2 KL(softmax(t / T) || softmax(z / T)), [batch], t a teacher's scores.
 * The factor T^2 keeps gradients as large as those of labels. Gradients flow into the student's scores only.
 */
export function softTargets(
  teacher: tf.Tensor2D,
  student: tf.Tensor2D,
  temperature: number,
): tf.Tensor1D {
  return tf.tidy(() => {
    const q = tf.softmax(teacher.div(temperature)) as tf.Tensor2D;
    return divergenceFrom(q, student.div(temperature)).mul(temperature ** 2) as tf.Tensor1D;
  });
}

/** The mean over rows of a term, summed over the tasks of two networks' raw scores. */
export function imitationOf(
  mine: readonly tf.Tensor2D[],
  theirs: readonly tf.Tensor2D[],
  term: (theirs: tf.Tensor2D, mine: tf.Tensor2D) => tf.Tensor1D,
): tf.Scalar {
  return tf.tidy(() =>
    tf.addN(mine.map((scores, i) => term(theirs[i], scores).mean())),
  ) as tf.Scalar;
}

/**
 * How far answers lie apart (Lin 1991): H(mean of p_k) - mean of H(p_k) in nats, [batch], from raw scores. Gradients flow
 * into all of them.
 */
export function disagreement(scores: readonly tf.Tensor2D[]): tf.Tensor1D {
  return tf.tidy(() => {
    const middle = tf.addN(scores.map((z) => tf.softmax(z))).div(scores.length);
    const joint = middle.mul(middle.maximum(1e-30).log()).sum(1).neg();
    const own = scores.map((z) => tf.softmax(z).mul(tf.logSoftmax(z)).sum(1).neg());
    return joint.sub(tf.addN(own).div(scores.length)) as tf.Tensor1D;
  });
}

/** KL(p || q) + KL(q || p) = sum_c (p_c - q_c)(log p_c - log q_c), [batch], from raw scores. Gradients flow into both. */
export function symmetricDivergence(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => {
    const gap = tf.softmax(a).sub(tf.softmax(b));
    return gap.mul(tf.logSoftmax(a).sub(tf.logSoftmax(b))).sum(1) as tf.Tensor1D;
  });
}
