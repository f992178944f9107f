// Sluice layers: features of all tasks, cut into subspaces along their channels and mixed by learned weights.
import * as tf from "@tensorflow/tfjs";
import type { Mixing } from "../stages";
import { optionsOf, written, type Config } from "./options";
import { shapes, tensors } from "./several";

/** `own`: which source is the reader's. `keep`: first weight of a subspace for itself. */
export interface SubspacesOptions extends Mixing {
  readonly own: number;
  readonly subspaces: number;
  readonly keep: number;
  readonly orthogonality: number;
}

/** Features z_1 ... z_n of one shape to the reader's: its subspace g is the sum over (j, h) of a_g(j,h) * z_j[h]. */
export class Subspaces extends tf.layers.Layer {
  static className = "Subspaces";
  readonly mixing: Mixing;
  /** Of the penalty. */
  readonly strength: number;
  private readonly options: SubspacesOptions;
  private alpha!: ReturnType<tf.layers.Layer["addWeight"]>;

  constructor(config: Config<SubspacesOptions>) {
    super(config as object);
    this.options = optionsOf(config);
    const { reader, level, sources, subspaces, orthogonality } = this.options;
    const parts = Array.from({ length: subspaces }, (_, h) => h + 1);
    this.mixing = { reader, level, sources: sources.flatMap((s) => parts.map((h) => `${s} ${h}`)) };
    this.strength = orthogonality;
  }

  override build(): void {
    const { own, subspaces, sources, keep } = this.options;
    const count = sources.length * subspaces;
    const start = Array.from({ length: subspaces }, (_, g) =>
      Array.from({ length: count }, (_, j) =>
        count === 1 ? 1 : j === own * subspaces + g ? keep : (1 - keep) / (count - 1),
      ),
    );
    this.alpha = this.addWeight("alpha", [subspaces, count], "float32", tf.initializers.zeros());
    tf.tidy(() => void this.alpha.write(tf.tensor2d(start)));
    this.built = true;
  }

  override computeOutputShape(given: tf.Shape | tf.Shape[]): tf.Shape {
    return shapes(given)[0];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const z = tensors(inputs);
      const { subspaces } = this.options;
      const width = z[0].shape.at(-1)! / subspaces;
      // [points, sources, width] with one row of `sources` numbers per point and channel: a plain product then.
      const cut = tf
        .concat(z, -1)
        .reshape([-1, z.length * subspaces, width])
        .transpose([0, 2, 1]);
      const mixed = cut
        .reshape([-1, z.length * subspaces])
        .matMul(this.alpha.read(), false, true)
        .reshape([-1, width, subspaces]);
      return mixed.transpose([0, 2, 1]).reshape(z[0].shape);
    });
  }

  /** What the reader takes of each subspace of each source, a mean over its own subspaces. */
  shares(): tf.Tensor {
    return this.alpha.read().mean(0);
  }

  /** sum over pairs g<h of ||Z_g' Z_h||^2 / points^2 of the reader's own features, times the strength. */
  penalty(inputs: tf.Tensor[]): tf.Scalar {
    return tf.tidy(() => {
      const z = inputs[this.options.own];
      const width = z.shape.at(-1)!;
      const flat = z.reshape([-1, width]);
      const parts = tf.split(flat, this.options.subspaces, 1);
      const pairs = parts.flatMap((a, g) =>
        parts.slice(g + 1).map((b) => a.matMul(b, true).div(flat.shape[0]).square().sum()),
      );
      return tf.addN(pairs).mul(this.strength) as tf.Scalar;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...written(this.options) };
  }
}

tf.serialization.registerClass(Subspaces);
