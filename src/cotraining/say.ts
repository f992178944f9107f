// How much each network has to say when labels are passed on: networks that say the same share one voice.
import { expected } from "../errors";

/** What a say may depend on. */
export interface Voices {
  /** said[k][row]: the class that network k names for each unlabelled row. */
  readonly said: readonly (readonly number[])[];
  /** accuracy[k] on the given labels. */
  readonly accuracy: readonly number[];
}

/** A weight for each network, from 0 up, made anew every round. */
export type Say = (voices: Voices) => number[];

/**
 * Diversity weighting: w_k = accuracy_k * (1 - mean over j of kappa_kj), scaled to a sum of K, with Cohen's kappa
 * (p_o - p_e) / (1 - p_e) of the classes that two networks name; below 0 it counts as 0. Two clones beside a third network
 * get about one voice together, so that they cannot outvote it. All alike, or K = 1: 1 each.
 *
 * @example
 * await coTrainNetworks(networks, few, { target: "digit", classes: 10, say: byDiversity });
 */
export const byDiversity: Say = ({ said, accuracy }) => {
  const alike = said.map((own, k) => {
    const others = said.filter((_, j) => j !== k).map((other) => Math.max(0, kappa(own, other)));
    return others.length > 0 ? others.reduce((a, b) => a + b, 0) / others.length : 0;
  });
  const weights = alike.map((value, k) => accuracy[k] * (1 - value));
  const total = weights.reduce((a, b) => a + b, 0);
  // Clones up to rounding have nothing that tells them apart.
  if (total < 1e-9) return said.map(() => 1);
  return weights.map((weight) => (weight * said.length) / total);
};

/** Cohen's kappa (1960) of two lists of classes: 1 where they are equal, 0 for agreement by chance. */
export function kappa(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length || a.length === 0) {
    throw expected("as many answers of both", `${a.length} and ${b.length}`, "Give one per row.");
  }
  const shares = (said: readonly number[]) => {
    const counts = new Map<number, number>();
    for (const label of said) counts.set(label, (counts.get(label) ?? 0) + 1 / said.length);
    return counts;
  };
  const [inA, inB] = [shares(a), shares(b)];
  const agreed = a.filter((label, row) => label === b[row]).length / a.length;
  const chance = [...inA].reduce((sum, [label, share]) => sum + share * (inB.get(label) ?? 0), 0);
  return chance > 1 - 1e-12 ? 1 : (agreed - chance) / (1 - chance);
}
