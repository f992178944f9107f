// Gradient descent with momentum whose rate may change from step to step.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../../errors";
import { checkRate, listed, type Gradients } from "./gradients";

/**
 * Gradient descent with momentum (Polyak 1964): v <- momentum * v + g; w <- w - rate * v. Like tf.train.sgd and
 * tf.train.momentum, but its rate can follow a schedule in compiled steps. The caller disposes it.
 *
 * @example
 * const optimizer = sgd(0.1, { momentum: 0.9 });
 */
export function sgd(rate: number, { momentum = 0 } = {}): tf.Optimizer {
  checkRate("rate of sgd()", rate);
  if (!(momentum >= 0 && momentum < 1)) {
    throw expected("momentum from 0 up to, not including, 1", String(momentum), "Use 0.9.");
  }
  return new Sgd(rate, momentum);
}

class Sgd extends tf.Optimizer {
  static className = "TaskweaveSgd";
  private readonly speeds = new Map<string, tf.Variable>();

  constructor(
    protected learningRate: number,
    private readonly momentum: number,
  ) {
    super();
  }

  override applyGradients(gradients: Gradients): void {
    tf.tidy(() => {
      for (const { name, tensor } of listed(gradients)) {
        const weight = tf.engine().registeredVariables[name];
        weight.assign(weight.sub(this.moved(name, tensor).mul(this.learningRate)));
      }
    });
  }

  /** The velocity of a weight, moved on; the gradient itself where there is no momentum. */
  private moved(name: string, gradient: tf.Tensor): tf.Tensor {
    if (this.momentum === 0) return gradient;
    let speed = this.speeds.get(name);
    if (!speed) this.speeds.set(name, (speed = tf.variable(tf.zerosLike(gradient), false)));
    speed.assign(speed.mul(this.momentum).add(gradient));
    return speed;
  }

  override dispose(): void {
    for (const speed of this.speeds.values()) speed.dispose();
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { learningRate: this.learningRate, momentum: this.momentum };
  }
}
