// Gradients of bounded size for any optimiser.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../../errors";
import { listed, type Gradients, type Rated } from "./gradients";

/**
 * The optimiser, given gradients whose common norm is at most `norm` (Pascanu et al. 2013): all of them, shared weights
 * and heads, are multiplied by norm / ||g|| where ||g|| is larger. Disposing it disposes the optimiser inside.
 *
 * @example
 * fit(model, data, { optimizer: clipped(adamW(0.001), 1) });
 */
export function clipped(optimizer: tf.Optimizer, norm: number): tf.Optimizer {
  if (!(norm > 0)) throw expected("a norm above 0", String(norm), "Use 1.");
  return new Clipped(optimizer as Rated, norm);
}

class Clipped extends tf.Optimizer {
  static className = "TaskweaveClipped";

  constructor(
    private readonly inner: Rated,
    private readonly norm: number,
  ) {
    super();
  }

  get learningRate(): number {
    return this.inner.learningRate;
  }
  set learningRate(rate: number) {
    this.inner.learningRate = rate;
  }

  override applyGradients(gradients: Gradients): void {
    tf.tidy(() => {
      const list = listed(gradients);
      const norm = tf.addN(list.map(({ tensor }) => tensor.square().sum())).sqrt();
      const factor = tf.minimum(1, tf.div(this.norm, norm.maximum(1e-12)));
      const scaled = list.map(({ name, tensor }) => [name, tensor.mul(factor)]);
      this.inner.applyGradients(Object.fromEntries(scaled));
    });
  }

  override dispose(): void {
    this.inner.dispose();
  }

  override getConfig(): tf.serialization.ConfigDict {
    return this.inner.getConfig();
  }
}
