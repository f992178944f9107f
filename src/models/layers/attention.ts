// Self-attention, and the positions that it cannot see by itself.
import * as tf from "@tensorflow/tfjs";
import { optionsOf, written, type Config } from "./options";

/** `heads` divides the width of the vectors. `seed`: of the first weights. */
export interface AttentionOptions {
  readonly heads: number;
  readonly seed: number;
}

/**
 * [batch, length, width] to the same shape: queries, keys and values are linear in x, cut into heads; each head gives
 * softmax(Q K' / sqrt(width / heads)) V, and a last linear map mixes the heads.
 */
export class SelfAttention extends tf.layers.Layer {
  static className = "SelfAttention";
  private readonly options: AttentionOptions;
  private maps: { kernel: tf.LayerVariable; bias: tf.LayerVariable }[] = [];

  constructor(config: Config<AttentionOptions>) {
    super(config as object);
    this.options = optionsOf(config);
  }

  override build(given: tf.Shape | tf.Shape[]): void {
    const width = (given as number[]).at(-1)!;
    this.maps = ["query", "key", "value", "output"].map((name, i) => {
      const start = tf.initializers.glorotUniform({ seed: this.options.seed + i });
      return {
        kernel: this.addWeight(`${name}_kernel`, [width, width], "float32", start),
        bias: this.addWeight(`${name}_bias`, [width], "float32", tf.initializers.zeros()),
      };
    });
    this.built = true;
  }

  override computeOutputShape(given: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return given;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      const [batch, length, width] = x.shape;
      const { heads } = this.options;
      const mapped = (y: tf.Tensor, i: number) => {
        const { kernel, bias } = this.maps[i];
        return y.reshape([-1, width]).matMul(kernel.read()).add(bias.read());
      };
      // [batch, heads, length, width of a head]
      const [q, k, v] = [0, 1, 2].map((i) =>
        mapped(x, i)
          .reshape([batch, length, heads, width / heads])
          .transpose([0, 2, 1, 3]),
      );
      const seen = tf.softmax(q.matMul(k, false, true).div(Math.sqrt(width / heads)));
      const read = seen.matMul(v).transpose([0, 2, 1, 3]);
      return mapped(read, 3).reshape(x.shape);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...written(this.options) };
  }
}

/** Adds sines and cosines of the position to every vector of a sequence [batch, length, width]. */
export class Positions extends tf.layers.Layer {
  static className = "Positions";

  override computeOutputShape(given: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return given;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const [, length, width] = x.shape;
    return tf.tidy(() => x.add(tf.tensor2d(waves(length, width), [length, width])));
  }
}

/** sin(p / 10000^(2i / width)) in column 2i, the cosine in column 2i + 1, for position p. */
function waves(length: number, width: number): Float32Array {
  return Float32Array.from({ length: length * width }, (_, at) => {
    const [position, column] = [Math.floor(at / width), at % width];
    const angle = position / 10000 ** ((2 * Math.floor(column / 2)) / width);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}

tf.serialization.registerClass(SelfAttention);
tf.serialization.registerClass(Positions);
