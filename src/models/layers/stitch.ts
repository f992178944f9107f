// A sum of features with learned weights that are the same for every example.
import * as tf from "@tensorflow/tfjs";
import type { Mixing } from "../stages";
import { optionsOf, written, type Config } from "./options";
import { shapes, tensors } from "./several";

/** `start`: first weight of each source. `perChannel`: a weight per source and channel (last axis), else one per source. */
export interface StitchOptions extends Mixing {
  readonly start: readonly number[];
  readonly perChannel: boolean;
}

/** Features z_1 ... z_n of one shape to sum_j a_j * z_j. */
export class Stitch extends tf.layers.Layer {
  static className = "Stitch";
  readonly mixing: StitchOptions;
  private alpha!: ReturnType<tf.layers.Layer["addWeight"]>;

  constructor(config: Config<StitchOptions>) {
    super(config as object);
    this.mixing = optionsOf(config);
  }

  override build(given: tf.Shape | tf.Shape[]): void {
    const { start, perChannel } = this.mixing;
    const channels = perChannel ? shapes(given)[0].at(-1)! : 1;
    this.alpha = this.addWeight(
      "alpha",
      [start.length, channels],
      "float32",
      tf.initializers.zeros(),
    );
    tf.tidy(() => {
      const first = tf.tensor2d(start.map((a) => [a])).tile([1, channels]);
      this.alpha.write(first);
    });
    this.built = true;
  }

  override computeOutputShape(given: tf.Shape | tf.Shape[]): tf.Shape {
    return shapes(given)[0];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const z = tensors(inputs);
      const alpha = this.alpha.read();
      const ones = z[0].shape.slice(1).map(() => 1);
      const weights = alpha.reshape([z.length, ...ones, alpha.shape[1]!]);
      return tf.stack(z).mul(weights).sum(0);
    });
  }

  /** The weight of each source, a mean over channels. */
  shares(): tf.Tensor {
    return this.alpha.read().mean(1);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...written(this.mixing) };
  }
}

tf.serialization.registerClass(Stitch);
