// Which experts a task uses, how many that comes to, and how much two tasks have in common.
import type * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Model } from "../models/model";
import { gates, type Gate } from "../training/gates";

/** What a gate's weights say. */
export interface ExpertUse extends Pick<Gate, "reader" | "level"> {
  /** Share of each source by name; the shares sum to 1. */
  readonly shares: Readonly<Record<string, number>>;
  /** The source with the largest share. */
  readonly favourite: string;
  /** Number of sources in use, exp(-sum_k p_k log p_k): 1 for a single one, all of them for equal shares. */
  readonly effective: number;
  /** By reader of the same stage: sum_k min(p_k, q_k) over sources of one name, 1 where both use the same ones. */
  readonly overlap: Readonly<Record<string, number>>;
}

/**
 * Who uses which expert (`mmoe`, `cgc`, `ple`, `adaTT`, `dselectK`, `ltb`, `crossStitch`, `sluice`): the model's `gates`
 * as shares p_k = |w_k| / sum |w|, with the effective number of experts (the perplexity of p) and what readers of a stage
 * have in common. One entry per gate. Called in `onEpoch` it gives the history of the gates. RangeError for a model
 * without gates, and inputs that do not fit.
 *
 * @example
 * expertUse(model, test.inputs); // [{ reader: "digit", favourite: "shared 1", effective: 1.8, overlap: { parity: 0.4 }, ... }]
 */
export function expertUse(model: Model, inputs: Readonly<Record<string, tf.Tensor>>): ExpertUse[] {
  const found = gates(model, inputs);
  if (found.length === 0) {
    throw expected("a model with gates", "none in this one", "Use mmoe, cgc or ple, for instance.");
  }
  return useOf(found);
}

/** The same from gates that were read before: plain numbers in, plain numbers out. */
export function useOf(found: readonly Gate[]): ExpertUse[] {
  const all = found.map(({ reader, level, sources, weights }) => {
    const sum = weights.reduce((total, w) => total + Math.abs(w), 0);
    const shares = sources.map((name, k) => [name, sum > 0 ? Math.abs(weights[k]) / sum : 0]);
    return { reader, level, shares: Object.fromEntries(shares) as Record<string, number> };
  });
  return all.map((use) => {
    const sorted = Object.entries(use.shares).sort((a, b) => b[1] - a[1]);
    const entropy = sorted.reduce((h, [, p]) => h - (p > 0 ? p * Math.log(p) : 0), 0);
    const others = all.filter((other) => other !== use && other.level === use.level);
    return {
      ...use,
      favourite: sorted[0][0],
      effective: Math.exp(entropy),
      overlap: Object.fromEntries(others.map((o) => [o.reader, common(use.shares, o.shares)])),
    };
  });
}

function common(p: Record<string, number>, q: Record<string, number>): number {
  return Object.keys(p).reduce((sum, name) => sum + Math.min(p[name], q[name] ?? 0), 0);
}
