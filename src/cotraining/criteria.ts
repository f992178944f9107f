// When rounds of co-training have converged. Never "the networks agree": networks that collapsed do too.
import type { NetworkRounds } from "./networkRounds";

/** Says whether a run has converged, looking at its story so far. */
export interface Criterion {
  /** What `stopped` will say. */
  readonly name: string;
  met(story: Pick<NetworkRounds, "changed" | "divergence" | "ramp">): boolean;
}

/** The passed labels stay: in each of the last `patience` rounds at most this share changed. Counts after the ramp. */
export function labelsSettled({ share = 0.005, patience = 3 } = {}): Criterion {
  return {
    name: "labels settled",
    met: ({ changed, ramp }) =>
      last(changed, ramp, patience, (value) => value !== null && value <= share),
  };
}

/** The networks' answers are as far apart as before: the divergence moved by at most this in each of the last rounds. */
export function divergenceSettled({ tolerance = 1e-4, patience = 3 } = {}): Criterion {
  return {
    name: "divergence settled",
    met: ({ divergence, ramp }) => {
      const moves = divergence.map((value, i) => Math.abs(value - (divergence[i - 1] ?? Infinity)));
      return last(moves, ramp, patience, (move) => move <= tolerance);
    },
  };
}

/** Whether the last `count` rounds, all at full ramp, are fine. */
function last<T>(
  values: readonly T[],
  ramp: readonly number[],
  count: number,
  fine: (value: T) => boolean,
): boolean {
  if (values.length < count) return false;
  return values.slice(-count).every(fine) && ramp.slice(-count).every((value) => value >= 0.999);
}

/** The weight of passed labels over rounds: exp(-5 (1 - round / length)^2), e^-5 at the start, 1 from `length` on. */
export function ramp(round: number, length: number): number {
  return length === 0 ? 1 : Math.exp(-5 * (1 - Math.min(round, length) / length) ** 2);
}

/** How far several answers lie apart: H(mean of p_k) - mean of H(p_k) in nats, 0 if equal, at most ln K (Lin 1991). */
export function divergence(answers: readonly (readonly number[])[]): number {
  const entropy = (p: readonly number[]) =>
    p.reduce((sum, value) => sum - (value > 0 ? value * Math.log(value) : 0), 0);
  const middle = answers[0].map(
    (_, c) => answers.reduce((sum, p) => sum + p[c], 0) / answers.length,
  );
  return entropy(middle) - answers.reduce((sum, p) => sum + entropy(p), 0) / answers.length;
}
