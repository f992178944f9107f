// Some columns of a matrix.
import * as tf from "@tensorflow/tfjs";

/** [batch, columns] to its columns `from` to `from + count`. */
export class Columns extends tf.layers.Layer {
  static className = "Columns";
  private readonly from: number;
  private readonly count: number;

  constructor(config: { from: number; count: number; name?: string }) {
    super(config as object);
    this.from = config.from;
    this.count = config.count;
  }

  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return [shape[0], this.count];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor2D;
    return tf.slice(x, [0, this.from], [-1, this.count]);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), from: this.from, count: this.count };
  }
}

tf.serialization.registerClass(Columns);
