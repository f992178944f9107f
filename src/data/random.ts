// Every draw in the library comes from here: a stream of numbers that a seed decides.

/** A stream of uniform numbers in [0, 1). Whatever draws, takes one. */
export type Rng = () => number;

/**
 * A reproducible random stream (mulberry32): the same seed gives the same numbers on every machine.
 *
 * @example
 * const rng = seeded(1);
 * rng(); // 0.6270739405881613
 */
export function seeded(seed: number): Rng {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A fresh integer seed drawn from a stream, for a library that wants a number rather than a stream. */
export function nextSeed(rng: Rng): number {
  return Math.floor(rng() * 2147483647);
}

/** A normal draw with mean 0 and standard deviation 1 (Box and Muller 1958). */
export function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
}

/** A random order of the items (Fisher and Yates); the given array stays as it is. */
export function shuffled<T>(items: Iterable<T>, rng: Rng): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
