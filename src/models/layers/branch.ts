// Learning to branch: one of several features is chosen, by chance while training, for good afterwards.
import * as tf from "@tensorflow/tfjs";
import { uniform } from "../../engine/random";
import type { Mixing } from "../stages";
import { optionsOf, written, type Config } from "./options";
import { shapes, tensors } from "./several";

/** Temperature at draw n: temperature / sqrt(1 + (n - warmup) / cooling); the first `warmup` draws take all alike. */
export interface BranchOptions extends Mixing {
  readonly seed: number;
  readonly temperature: number;
  readonly cooling: number;
  readonly warmup: number;
}

/** Features z_1 ... z_n of one shape to z_j, j drawn by Gumbel-softmax from learned logits; the likeliest when not training. */
export class Branch extends tf.layers.Layer {
  static className = "Branch";
  readonly mixing: BranchOptions;
  private logits!: ReturnType<tf.layers.Layer["addWeight"]>;
  /** Choices drawn so far: a weight, so that compiled steps count on. */
  counter!: ReturnType<tf.layers.Layer["addWeight"]>;

  constructor(config: Config<BranchOptions>) {
    super(config as object);
    this.mixing = optionsOf(config);
  }

  override build(): void {
    const zeros = tf.initializers.zeros();
    this.logits = this.addWeight("logits", [this.mixing.sources.length], "float32", zeros);
    this.counter = this.addWeight("draws", [], "int32", zeros, undefined, false);
    this.built = true;
  }

  override computeOutputShape(given: tf.Shape | tf.Shape[]): tf.Shape {
    return shapes(given)[0];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    return tf.tidy(() => {
      const z = tensors(inputs);
      const { warmup } = this.mixing;
      const draw = this.counter.read();
      const logits = this.logits.read();
      const chosen = kwargs?.training ? this.sample(logits, draw) : oneHot(logits);
      const alike = tf.fill([z.length], 1 / z.length);
      const weights = warmup > 0 ? tf.where(draw.less(warmup), alike, chosen) : chosen;
      // Last, as `draw` is the counter itself.
      if (kwargs?.training) this.counter.write(draw.add(tf.scalar(1, "int32")));
      return tf
        .stack(z)
        .mul(weights.reshape([-1, ...z[0].shape.map(() => 1)]))
        .sum(0);
    });
  }

  /** The probability of each source. */
  shares(): tf.Tensor {
    return tf.softmax(this.logits.read());
  }

  /** A one-hot draw whose gradient is that of the soft draw softmax((logits + Gumbel noise) / temperature). */
  private sample(logits: tf.Tensor, draw: tf.Tensor): tf.Tensor {
    const { seed, temperature, cooling, warmup } = this.mixing;
    const u = uniform(logits.shape, seed, draw).clipByValue(1e-7, 1 - 1e-7);
    const noise = u.log().neg().log().neg();
    const n = draw.cast("float32").sub(warmup).maximum(0);
    const heat = tf.scalar(temperature).div(n.div(cooling).add(1).sqrt());
    return hardened(tf.softmax(logits.add(noise).div(heat)));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...written(this.mixing) };
  }
}

function oneHot(scores: tf.Tensor): tf.Tensor {
  if (scores.size === 1) return tf.onesLike(scores); // tf.oneHot wants two entries or more.
  return tf.oneHot(scores.argMax(0), scores.size).cast("float32");
}

/** The likeliest entry as 1, the others 0; the gradient passes as if nothing had happened (straight through). */
const hardened = tf.customGrad((soft) => ({
  value: oneHot(soft as tf.Tensor),
  gradFunc: (dy: tf.Tensor) => [dy],
})) as (soft: tf.Tensor) => tf.Tensor;

tf.serialization.registerClass(Branch);
