// Adam whose weight decay is apart from the gradient.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../../errors";
import { Adam } from "./adam";
import { checkRate, listed, type Gradients } from "./gradients";

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019): every step first shrinks each weight,
 * w <- w - rate * decay * w, and then moves as Adam does. Unlike `l2` of a block, the decay does not pass through Adam's
 * division by the gradient's size. Decays all weights, biases included. The caller disposes it.
 *
 * @example
 * const optimizer = adamW(0.001, { decay: 0.05 });
 */
export function adamW(
  rate: number,
  { decay = 0.01, beta1 = 0.9, beta2 = 0.999 } = {},
): tf.Optimizer {
  checkRate("rate of adamW()", rate);
  if (!(decay >= 0)) throw expected("decay to be 0 or more", String(decay), "Use 0.01.");
  return new AdamW(rate, decay, beta1, beta2);
}

class AdamW extends Adam {
  constructor(
    rate: number,
    private readonly decay: number,
    beta1: number,
    beta2: number,
  ) {
    super(rate, beta1, beta2);
  }

  override applyGradients(gradients: Gradients): void {
    tf.tidy(() => {
      for (const { name } of listed(gradients)) {
        const weight = tf.engine().registeredVariables[name];
        weight.assign(weight.sub(weight.mul(this.learningRate * this.decay)));
      }
    });
    super.applyGradients(gradients);
  }
}
