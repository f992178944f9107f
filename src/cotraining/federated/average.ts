// The server of methods that average: w <- w + sum_k share_k (w_k - w), openly, secretly, or with noise.
import type { Rng } from "../../data/random";
import type { TrainReply } from "./messages";
import { noisy, type Privacy } from "./privacy";
import { revealed } from "./secureSum";
import { plus, unpacked, type Values } from "./weights";

/** The share of each client: by rows, or with privacy one of the number expected, whoever comes. */
export function sharesOf(rows: readonly number[], expectedCount: number | undefined): number[] {
  if (expectedCount !== undefined) return rows.map(() => 1 / expectedCount);
  const total = rows.reduce((a, b) => a + b, 0);
  return rows.map((count) => count / total);
}

/** The weights after a round. Hidden updates carry their shares already. */
export function averaged(
  weights: Values,
  replies: readonly TrainReply[],
  shares: readonly number[],
  o: { privacy?: Privacy; expectedCount: number; rng: Rng },
): Values {
  const sum = sumOf(weights, replies, shares);
  const { privacy, expectedCount, rng } = o;
  if (!privacy) return plus(weights, sum);
  return plus(weights, noisy(sum, (privacy.noise * privacy.clip) / expectedCount, rng));
}

function sumOf(weights: Values, replies: readonly TrainReply[], shares: readonly number[]): Values {
  const hidden = replies.flatMap(({ update }) => ("hidden" in update ? [update.hidden] : []));
  const sizes = weights.map((values) => values.length);
  if (hidden.length > 0) return revealed(hidden, sizes);
  const zero: Values = sizes.map((size) => new Float32Array(size));
  return replies.reduce<Values>((sum, reply, i) => plus(sum, openUpdate(reply), shares[i]), zero);
}

/** The update of a reply that is not hidden. */
export function openUpdate({ update }: TrainReply): Values {
  if ("hidden" in update) throw new RangeError("A hidden update cannot be read.");
  return unpacked(update);
}
