// All pairs: rows of a table, one value per factor, until every two values of different factors have met in one row.
import { shuffled, type Rng } from "../../../src/data/random";

/** Names of a row's values, by factor. */
export type Names = Record<string, string>;

/** What is still to meet, and the next row for it. */
export interface Pairs {
  readonly left: number;
  /** A row with as many new pairs as a greedy choice finds; nothing when none is left. */
  next(): Names | undefined;
  /** All values of this row have met. */
  met(row: Names): void;
  /** A row's values of these two factors do not go together. */
  parted(row: Names, a: string, b: string): void;
}

export function pairsOf(factors: Record<string, readonly string[]>, rng: Rng): Pairs {
  const names = Object.keys(factors);
  const couples = names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b] as const));
  const keyOf = (row: Names, a: string, b: string) => JSON.stringify([a, row[a], b, row[b]]);
  const all = couples.flatMap(([a, b]) =>
    factors[a].flatMap((x) => factors[b].map((y) => keyOf({ [a]: x, [b]: y }, a, b))),
  );
  // A Set keeps its order: pairs are met in the order in which they were shuffled.
  const left = new Set(shuffled(all, rng));
  const apart = new Set<string>();

  /** New pairs of a row that is not complete; below 0 if two of its values do not go together. */
  function worth(row: Names): number {
    const keys = couples.filter(([a, b]) => a in row && b in row).map((c) => keyOf(row, ...c));
    return keys.some((key) => apart.has(key)) ? -1 : keys.filter((key) => left.has(key)).length;
  }

  return {
    get left() {
      return left.size;
    },
    next() {
      const [first] = left;
      if (!first) return undefined;
      const [a, x, b, y] = JSON.parse(first) as string[];
      return names.reduce<Names>(
        (row, factor) => {
          if (factor in row) return row;
          const rows = shuffled(factors[factor], rng).map((value) => ({ ...row, [factor]: value }));
          return rows.reduce((one, other) => (worth(other) > worth(one) ? other : one));
        },
        { [a]: x, [b]: y },
      );
    },
    met(row) {
      for (const couple of couples) left.delete(keyOf(row, ...couple));
    },
    parted(row, a, b) {
      left.delete(keyOf(row, a, b));
      apart.add(keyOf(row, a, b));
    },
  };
}
