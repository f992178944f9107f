// How far a network's answer may be believed, and the label that several networks pass on together (formula F5).
import { expected } from "../errors";
import { argMax } from "./labels";

/**
 * The confidence in an answer p beside a reference label y, both [classes] (formula F5): exp(-||p - y||^2 / (2 sigma^2)).
 * 1 where they are equal, at least exp(-1 / sigma^2): with sigma 1 nothing is below 0.37, so take 0.2 to 0.5.
 * Agreement is not correctness: two networks that err alike are confident.
 *
 * @example
 * confidence([0.8, 0.2], [1, 0], 0.4); // exp(-0.08 / 0.32) = 0.779
 */
export function confidence(p: readonly number[], y: readonly number[], sigma: number): number {
  const far = p.reduce((sum, value, c) => sum + (value - y[c]) ** 2, 0);
  return Math.exp(-far / (2 * sigma ** 2));
}

/** What network k is compared with on an unlabelled row, where F5 says only "y". */
export type Reference = (o: {
  /** answers[k] of every network for this row. */
  readonly answers: readonly (readonly number[])[];
  readonly k: number;
  /** The label passed on in the round before, if there was one. */
  readonly last?: readonly number[];
}) => readonly number[];

/** The mean of the other networks; a single network is its own reference. Twice as strict as `consensus` for two. */
export const others: Reference = ({ answers, k }) =>
  answers.length === 1 ? answers[0] : mean(answers.filter((_, j) => j !== k));

/** The mean of all networks. The default: for two networks half the distance that `others` sees. */
export const consensus: Reference = ({ answers }) => mean(answers);

/** The label passed on in the round before: a network is believed if it stays by it. In the first round, the consensus. */
export const lastLabel: Reference = ({ answers, last }) => last ?? mean(answers);

/** How labels are made from several networks' answers. */
export interface LabelOptions {
  /** Width of the confidence. Default 0.3. */
  sigma?: number;
  /** Default: consensus. */
  reference?: Reference;
  /** A say of each network. Default: 1 each. */
  weights?: readonly number[];
  /** q_c^(1/T) / sum q^(1/T) makes labels more decided; 1 leaves them. Default T = 0.5. */
  temperature?: number;
  /** Labels whose highest probability, before sharpening, is lower are not passed on. Default 0.5. */
  least?: number;
}

/** The label of a row, and how much it counts: 0 where it is not passed on. */
export interface PassedLabel {
  readonly label: number[];
  readonly weight: number;
}

/**
 * The label that networks pass on for an unlabelled row: sum_k w_k conf_k p_k / sum_k w_k conf_k, sharpened. It counts as
 * much as the networks are believed, sum_k w_k conf_k / sum_k w_k, and nothing where it is undecided, because networks
 * that all say "don't know" agree perfectly.
 *
 * @example
 * passedLabel([[0.9, 0.1], [0.8, 0.2]], {});
 */
export function passedLabel(
  answers: readonly (readonly number[])[],
  o: LabelOptions,
  last?: readonly number[],
): PassedLabel {
  const { sigma = 0.3, reference = consensus, temperature = 0.5, least = 0.5 } = o;
  const weights = o.weights ?? answers.map(() => 1);
  const believed = answers.map(
    (p, k) => weights[k] * confidence(p, reference({ answers, k, last }), sigma),
  );
  const total = believed.reduce((a, b) => a + b, 0);
  const mixed = answers[0].map((_, c) => {
    const sum = answers.reduce((value, p, k) => value + believed[k] * p[c], 0);
    return total > 0 ? sum / total : 1 / answers[0].length;
  });
  const decided = mixed[argMax(mixed)] >= least;
  return {
    label: sharpened(mixed, temperature),
    weight: decided ? total / weights.reduce((a, b) => a + b, 0) : 0,
  };
}

/** q_c^(1/T) / sum over classes of q^(1/T): below T = 1 more decided, at T = 1 the same. */
export function sharpened(q: readonly number[], temperature: number): number[] {
  const powers = q.map((value) => value ** (1 / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((value) => value / sum);
}

/** Throws for label options that make no sense. */
export function checkLabelOptions(o: LabelOptions, networks: number): void {
  const above = { sigma: o.sigma, temperature: o.temperature };
  for (const [name, value] of Object.entries(above)) {
    if (value === undefined || value > 0) continue;
    throw expected(`${name} above 0`, String(value), "Leave it out for the default.");
  }
  const { weights } = o;
  if (!weights) return;
  if (weights.length === networks && weights.every((w) => w >= 0) && weights.some((w) => w > 0)) {
    return;
  }
  throw expected(
    `${networks} weights from 0 up, not all 0`,
    `[${weights.join(", ")}]`,
    "Give one per network.",
  );
}

function mean(rows: readonly (readonly number[])[]): number[] {
  return rows[0].map((_, c) => rows.reduce((sum, row) => sum + row[c], 0) / rows.length);
}
