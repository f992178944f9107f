// All pairs: rows of a table, one value per factor, until every two values of different factors have met in one row.
import { shuffled, type Rng } from "../../../src/data/random";

/** Names of a row's values, by factor. */
export type Names = Record<string, string>;

/** What is still to meet, and the next row for it. */
export interface Pairs {
  readonly left: number;
  /** A row that has as many new pairs as a greedy choice finds; nothing when none is left. */
  next(): Names | undefined;
  /** These values have met, or (false) do not go together: after three rows that fail, a pair is given up. */
  told(row: Names, met: boolean): void;
  /** Pairs that were given up. */
  readonly never: readonly string[];
}

const TRIES = 3;

export function pairsOf(factors: Record<string, readonly string[]>, rng: Rng): Pairs {
  const names = Object.keys(factors);
  const left = new Map<string, number>();
  const never: string[] = [];
  for (const [i, a] of names.entries()) {
    for (const b of names.slice(i + 1)) {
      for (const x of factors[a]) for (const y of factors[b]) left.set(keyOf(a, x, b, y), TRIES);
    }
  }
  const order = new Map(shuffled([...left.keys()], rng).map((key, i) => [key, i]));
  const found = (row: Names, factor: string, value: string) =>
    names.filter((o) => o in row && left.has(key(factor, value, o, row[o]))).length;
  // A pair has one name, whichever of the two comes first.
  const key = (a: string, x: string, b: string, y: string) =>
    names.indexOf(a) < names.indexOf(b) ? keyOf(a, x, b, y) : keyOf(b, y, a, x);

  return {
    get left() {
      return left.size;
    },
    never,
    next() {
      const [first] = [...left.keys()].sort((a, b) => order.get(a)! - order.get(b)!);
      if (!first) return undefined;
      const row: Names = Object.fromEntries(first.split(PAIR).map((part) => part.split(IS)));
      for (const factor of names.filter((name) => !(name in row))) {
        const values = shuffled(factors[factor], rng).map((value) => ({
          value,
          count: found(row, factor, value),
        }));
        row[factor] = values.reduce((a, b) => (b.count > a.count ? b : a)).value;
      }
      return row;
    },
    told(row, met) {
      for (const [i, a] of names.entries()) {
        for (const b of names.slice(i + 1)) {
          const pair = keyOf(a, row[a], b, row[b]);
          const tries = left.get(pair);
          if (tries === undefined) continue;
          if (!met && tries > 1) left.set(pair, tries - 1);
          else left.delete(pair);
          if (!met && tries === 1) never.push(pair);
        }
      }
    },
  };
}

const [PAIR, IS] = [" with ", " = "];
const keyOf = (a: string, x: string, b: string, y: string) => `${a}${IS}${x}${PAIR}${b}${IS}${y}`;
