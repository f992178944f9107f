// DSelect-k: a mixture of experts whose gates choose a few experts, smoothly enough to learn which.
import * as tf from "@tensorflow/tfjs";
import { nextSeed, type Rng } from "../data/random";
import { expected } from "../errors";
import type { Tasks } from "../tasks/task";
import { checkSize } from "./blocks/checks";
import { flat } from "./blocks/dense";
import { begin, finish, head, through } from "./build";
import { experts, mixture } from "./experts";
import { bitsFor, Selectors } from "./layers/selectors";
import type { MmoeOptions } from "./mmoe";
import type { Model } from "./model";
import { asOne } from "./stages";

export interface DselectKOptions<T extends Tasks> extends MmoeOptions<T> {
  /** The most experts a task uses. Default 2. */
  k?: number;
  /** Width of the smooth step: smaller decides sooner. Default 1. */
  gamma?: number;
  /** Strength of the entropy penalty, which makes each selector decide for one expert. Default 0.01. */
  entropy?: number;
}

/**
 * DSelect-k (Hazimeh et al. 2021): like `mmoe` with sparse gates. Each of k selectors of task t writes an expert's number
 * in binary digits s = step(Z x) in [0, 1], where step is 0 below -gamma/2, 1 above gamma/2 and
 * -2 z^3 / gamma^3 + 3 z / (2 gamma) + 1/2 between; r_im is the product of s or 1 - s over the digits of m;
 * q_m = sum_i softmax(W x)_i r_im. The joint loss gets entropy * mean over examples of the entropy of every r_i, plus
 * 1 / sum_m r_im where experts are no power of two, for digits that number none. Defaults: 4 experts, k 2, gamma 1.
 *
 * @example
 * const model = dselectK({ inputs: { x: [64] }, encoder: mlp([32]), tasks, experts: 8, k: 2 });
 */
export function dselectK<T extends Tasks>(o: DselectKOptions<T>): Model<T> {
  const { experts: count = 4, k = 2, gamma = 1, entropy = 0.01, gate = [] } = o;
  checkSize("experts of dselectK()", count);
  checkSize("k of dselectK()", k);
  if (!(gamma > 0)) throw expected("gamma above 0", String(gamma), "Use 1.");
  if (!(entropy >= 0)) throw expected("entropy to be 0 or more", String(entropy), "Use 0.01.");
  const { inputs, features, rng } = begin(o);
  const all = experts(count, features, asOne(o.encoder), rng);
  const outputs = Object.keys(o.tasks).map((name) => {
    const seen = flat(through(features, gate, rng));
    // As the authors begin: all digits near 1/2, so that every expert gets a share.
    const digits = spread(k * bitsFor(count), gamma / 100, "linear", rng).apply(seen);
    const weights = spread(k, 0.05, "softmax", rng).apply(seen);
    const chosen = new Selectors({ options: { experts: count, gamma, entropy } });
    const q = chosen.apply([digits, weights] as tf.SymbolicTensor[]) as tf.SymbolicTensor;
    return head(o, name, mixture(q, all, name, 0), rng);
  });
  return finish(o, inputs, outputs);
}

function spread(units: number, limit: number, activation: "linear" | "softmax", rng: Rng) {
  const seed = nextSeed(rng);
  const kernelInitializer = tf.initializers.randomUniform({ minval: -limit, maxval: limit, seed });
  return tf.layers.dense({ units, activation, kernelInitializer });
}
