// What layers that draw have in common: draw n of the layer's own seed, counted in a weight, and only while training.
import * as tf from "@tensorflow/tfjs";

/** What a saved network keeps of such a layer. */
export interface DrawingConfig {
  seed: number;
  name?: string;
}

/** A layer that changes its input by random numbers while training, and passes it on otherwise. */
export abstract class DrawingLayer extends tf.layers.Layer {
  protected readonly seed: number;
  /** Draws so far: a weight, so that compiled steps count on; rememberMasks() finds it by its name. */
  counter!: ReturnType<tf.layers.Layer["addWeight"]>;

  constructor(config: DrawingConfig) {
    super(config);
    this.seed = config.seed;
    this.supportsMasking = true;
  }

  /** False where there is nothing to draw: a rate or a spread of 0. */
  protected abstract readonly draws: boolean;

  /** The features after draw number `draw`, a scalar. */
  protected abstract drawn(x: tf.Tensor, draw: tf.Tensor): tf.Tensor;

  override build(): void {
    const zeros = tf.initializers.zeros();
    this.counter = this.addWeight("draws", [], "int32", zeros, undefined, false);
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (!kwargs?.training || !this.draws) return x;
    return tf.tidy(() => {
      const draw = this.counter.read();
      const y = this.drawn(x, draw);
      this.counter.write(draw.add(tf.scalar(1, "int32")));
      return y;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), seed: this.seed };
  }
}
