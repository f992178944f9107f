// A mean that forgets: what a stream's score is by now.
import { expected } from "../../errors";

/** A running mean. */
export interface Fading {
  see(value: number): void;
  /** null before the first value. */
  readonly value: number | null;
}

/**
 * The prequential mean with a fading factor (Gama, Sebastiao and Rodrigues 2013): sum_i a^(t-i) e_i / sum_i a^(t-i). a = 1
 * is the plain mean, 0.999 looks back on about a thousand values.
 *
 * @example
 * const accuracy = fading(0.99);
 * accuracy.see(1);
 */
export function fading(factor = 0.999): Fading {
  if (!(factor > 0 && factor <= 1)) {
    throw expected("a factor above 0 and at most 1", String(factor), "Try 0.999.");
  }
  let [sum, count] = [0, 0];
  return {
    see(value) {
      sum = value + factor * sum;
      count = 1 + factor * count;
    },
    get value() {
      return count > 0 ? sum / count : null;
    },
  };
}
