// Random orders as numpy's RandomState(seed).permutation draws them: the recorded runs took their pools from it.

/** The items in the order of RandomState(seed).permutation(items): MT19937 and a shuffle from the end. */
export function numpyOrder(items: readonly number[], seed: number): number[] {
  const next = mersenne(seed);
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    // Numbers of as many bits as i has, until one is not above it.
    const bits = 32 - Math.clz32(i);
    let j: number;
    do j = next() & (2 ** bits - 1);
    while (j > i);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** Numbers of 32 bits (Matsumoto and Nishimura 1998). */
function mersenne(seed: number): () => number {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let i = 1; i < 624; i++) {
    state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
  }
  let at = 624;
  return () => {
    if (at === 624) {
      for (let k = 0; k < 624; k++) {
        const y = (state[k] & 0x80000000) | (state[(k + 1) % 624] & 0x7fffffff);
        state[k] = state[(k + 397) % 624] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      at = 0;
    }
    let y = state[at++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  };
}
