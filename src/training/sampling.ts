// Which examples a step sees when they come from several data sets.
import { shuffled, type Rng } from "../data/random";
import { expected } from "../errors";

/**
 * The part of a run's examples that comes from each data set, in proportion to what is returned, from their sizes.
 *
 * @example
 * const twice: Sampling = ([first, second]) => [2 * first, second];
 */
export type Sampling = (sizes: readonly number[], epoch: number) => readonly number[];

/** In proportion to size: every example once an epoch. The default of `fit`. */
export function proportional(): Sampling {
  return (sizes) => sizes;
}

/** As many from each: small data sets are seen several times while large ones are seen once in part. */
export function balanced(): Sampling {
  return (sizes) => sizes.map(() => 1);
}

/**
 * Between the two: in proportion to size^(1 / temperature) (Arivazhagan et al. 2019). Temperature 1 is proportional(),
 * a large one balanced(). RangeError below 1.
 *
 * @example
 * await fit(model, { digit: many, size: few }, { sampling: tempered(5) });
 */
export function tempered(temperature: number): Sampling {
  if (!(temperature >= 1)) {
    throw expected("a temperature from 1 up", String(temperature), "Try 5; 1 is proportional().");
  }
  return (sizes) => sizes.map((size) => size ** (1 / temperature));
}

/**
 * From proportional() to almost balanced() over a run (Stickland and Murray 2019): in proportion to size^a, where a falls
 * from 1 in the first epoch to `end` (default 0.2) in epoch `epochs`, counted from 1, and stays there.
 */
export function annealed(epochs: number, { end = 0.2 } = {}): Sampling {
  if (!(epochs >= 2 && end >= 0 && end <= 1)) {
    const found = `${epochs} and ${end}`;
    throw expected("2 epochs or more, and an end from 0 to 1", found, "Try annealed(30).");
  }
  return (sizes, epoch) => {
    const power = 1 - (1 - end) * Math.min(1, epoch / (epochs - 1));
    return sizes.map((size) => size ** power);
  };
}

/**
 * The rows of each epoch in the order in which steps see them, as many as there are. `groups` are the rows of the data
 * sets, which come spread evenly over the epoch, so that each batch holds a part of each. Every set is gone through in a
 * random order, from the beginning again when it is through, whichever epoch it is.
 */
export function ordersOf(
  groups: readonly (readonly number[])[],
  sampling: Sampling,
  rng: Rng,
): (epoch: number) => Int32Array {
  const sizes = groups.map((group) => group.length);
  const total = sizes.reduce((a, b) => a + b, 0);
  const walks = groups.map((group) => walk(group, rng));
  return (epoch) => {
    const counts = countsOf(total, checked(sampling(sizes, epoch), sizes));
    const places = counts.flatMap((count, set) =>
      Array.from({ length: count }, (_, j) => ({ at: (j + 0.5) / count, set })),
    );
    places.sort((a, b) => a.at - b.at || a.set - b.set);
    return Int32Array.from(places, ({ set }) => walks[set]());
  };
}

/** Whole numbers that sum to `total`, in proportion to the parts but for rounding. */
function countsOf(total: number, parts: readonly number[]): number[] {
  const sum = parts.reduce((a, b) => a + b, 0);
  const ends = parts.map((_, i) => {
    const share = parts.slice(0, i + 1).reduce((a, b) => a + b, 0) / sum;
    return Math.round(share * total);
  });
  return ends.map((end, i) => end - (i > 0 ? ends[i - 1] : 0));
}

function walk(rows: readonly number[], rng: Rng): () => number {
  let left: number[] = [];
  return () => {
    if (left.length === 0) left = shuffled(rows, rng).reverse();
    return left.pop()!;
  };
}

function checked(parts: readonly number[], sizes: readonly number[]): readonly number[] {
  const sum = parts.reduce((a, b) => a + b, 0);
  const fine = parts.every((part) => part >= 0) && sum > 0 && Number.isFinite(sum);
  if (fine && parts.length === sizes.length) return parts;
  throw expected(
    `a number from 0 up for each of ${sizes.length} data sets from the sampling, not all 0`,
    `[${parts.join(", ")}]`,
    "Return one part per data set: sizes.map((size) => Math.sqrt(size)).",
  );
}
