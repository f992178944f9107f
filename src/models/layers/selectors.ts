// DSelect-k's gate: a few selectors that each write the number of an expert in soft binary digits.
import * as tf from "@tensorflow/tfjs";
import { optionsOf, written, type Config } from "./options";

/** `gamma`: width of the smooth step. `entropy`: strength of the penalty that makes selectors decide. */
export interface SelectorsOptions {
  readonly experts: number;
  readonly gamma: number;
  readonly entropy: number;
}

/** [digits z [batch, k * bits], mixing weights pi [batch, k]] to the gate q = sum_i pi_i r_i, [batch, experts]. */
export class Selectors extends tf.layers.Layer {
  static className = "Selectors";
  /** Of the penalty. */
  readonly strength: number;
  private readonly options: SelectorsOptions;

  constructor(config: Config<SelectorsOptions>) {
    super(config as object);
    this.options = optionsOf(config);
    this.strength = this.options.entropy;
  }

  override computeOutputShape([digits]: tf.Shape[]): tf.Shape {
    return [digits[0], this.options.experts];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [, pi] = inputs as tf.Tensor[];
      return this.selected(inputs as tf.Tensor[])
        .mul(pi.expandDims(2))
        .sum(1);
    });
  }

  /** entropy * (mean over the batch of the selectors' entropies; codes that mean no expert cost 1 / sum_m r_m more). */
  penalty(inputs: tf.Tensor[]): tf.Scalar {
    return tf.tidy(() => {
      const { experts } = this.options;
      const r = this.selected(inputs);
      const undecided = r.mul(r.add(1e-6).log()).sum([1, 2]).neg();
      const reached = r.sum(2).add(1e-6).reciprocal().sum(1);
      const terms = Number.isInteger(Math.log2(experts)) ? undecided : undecided.add(reached);
      return terms.mean().mul(this.strength) as tf.Scalar;
    });
  }

  /** How much each selector chooses each expert: r_im = product over digits j of s_ij or 1 - s_ij, [batch, k, experts]. */
  private selected([z, pi]: tf.Tensor[]): tf.Tensor {
    const { experts, gamma } = this.options;
    const bits = bitsFor(experts);
    const digits = smoothStep(z, gamma).reshape([-1, pi.shape[1]!, bits]).split(bits, 2);
    return digits.reduce(
      (r: tf.Tensor, s, j) => {
        const code = tf.tensor1d(
          Array.from({ length: experts }, (_, m) => (m >> (bits - 1 - j)) & 1),
        );
        return r.mul(s.mul(code).add(tf.sub(1, s).mul(tf.sub(1, code))));
      },
      tf.ones([1]),
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...written(this.options) };
  }
}

/** Binary digits that number this many experts. */
export function bitsFor(experts: number): number {
  return Math.max(1, Math.ceil(Math.log2(experts)));
}

/** 0 up to -gamma/2, 1 from gamma/2, a cubic between. */
function smoothStep(x: tf.Tensor, gamma: number): tf.Tensor {
  const c = x.clipByValue(-gamma / 2, gamma / 2);
  return c
    .mul(c)
    .mul(c)
    .mul(-2 / gamma ** 3)
    .add(c.mul(3 / (2 * gamma)))
    .add(0.5);
}

tf.serialization.registerClass(Selectors);
