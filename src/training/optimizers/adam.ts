// Adam, in fewer passes over the weights than TensorFlow.js takes.
import * as tf from "@tensorflow/tfjs";
import { adamStep, type Moments } from "../../engine/adam";
import { checkRate, listed, type Gradients } from "./gradients";

/**
 * Adam (Kingma and Ba 2015): m <- b1 m + (1 - b1) g, v <- b2 v + (1 - b2) g^2,
 * w <- w - rate m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + 1e-7). The numbers of tf.train.adam but for rounding, sooner:
 * what `fit` takes by default. The caller disposes it.
 *
 * @example
 * const optimizer = adam(0.001);
 */
export function adam(rate: number, { beta1 = 0.9, beta2 = 0.999 } = {}): tf.Optimizer {
  checkRate("rate of adam()", rate);
  return new Adam(rate, beta1, beta2);
}

/** What tf.AdamOptimizer keeps to itself; it saves, loads and disposes these. */
interface Kept {
  readonly accBeta1: tf.Variable;
  readonly accBeta2: tf.Variable;
  readonly accumulatedFirstMoment: Moment[];
  readonly accumulatedSecondMoment: Moment[];
}
interface Moment {
  readonly originalName: string;
  readonly variable: tf.Variable;
}

export class Adam extends tf.AdamOptimizer {
  override applyGradients(gradients: Gradients): void {
    const kept = this as unknown as Kept;
    tf.tidy(() => {
      const move = adamStep({
        rate: this.learningRate,
        beta1: this.beta1,
        beta2: this.beta2,
        epsilon: this.epsilon!,
        power1: kept.accBeta1,
        power2: kept.accBeta2,
      });
      listed(gradients).forEach(({ name, tensor }, i) => {
        const weight = tf.engine().registeredVariables[name];
        const first = momentOf(weight, kept.accumulatedFirstMoment, i, `${name}/m`);
        const second = momentOf(weight, kept.accumulatedSecondMoment, i, `${name}/v`);
        const state: Moments = [weight, first, second];
        const moved = move(state, tensor);
        [weight, first, second].forEach((variable, j) => variable.assign(moved[j] as never));
      });
      kept.accBeta1.assign(tf.mul(kept.accBeta1, this.beta1));
      kept.accBeta2.assign(tf.mul(kept.accBeta2, this.beta2));
    });
    this.incrementIterations();
  }
}

function momentOf(weight: tf.Variable, moments: Moment[], i: number, originalName: string) {
  moments[i] ??= { originalName, variable: tf.variable(tf.zerosLike(weight), false) };
  return moments[i].variable;
}
