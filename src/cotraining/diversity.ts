// How differently two classifiers err: the reason why several together can be better than one.
import { expected } from "../errors";

/** What two classifiers have in common on rows whose class is known. */
export interface Diversity {
  /** Share of rows with the same class named. */
  readonly agreement: number;
  /** Q = (N11 N00 - N01 N10) / (N11 N00 + N01 N10), N11 both right ... N00 both wrong (Yule 1900); 0 where undefined. */
  readonly q: number;
  /** Cohen's kappa of the classes named: (p_o - p_e) / (1 - p_e); 1 for two equal constants. */
  readonly kappa: number;
  /** Share of rows on which both are wrong (Giacinto and Roli 2001). */
  readonly doubleFault: number;
}

/**
 * The diversity of two classifiers, from the classes they name and the true ones. Low q, kappa and double fault promise
 * a good ensemble.
 *
 * @example
 * diversity([0, 1, 1], [0, 1, 0], [0, 1, 1]).agreement; // 0.667
 */
export function diversity(
  a: readonly number[],
  b: readonly number[],
  truth: readonly number[],
): Diversity {
  const n = truth.length;
  if (a.length !== n || b.length !== n || n === 0) {
    const found = `${a.length}, ${b.length} and ${n}`;
    throw expected("as many answers of both as true classes", found, "Give one per row.");
  }
  const count = (is: (row: number) => boolean) => [...truth.keys()].filter(is).length;
  const [rightA, rightB] = [a, b].map((said) => (row: number) => said[row] === truth[row]);
  const both = count((row) => rightA(row) && rightB(row));
  const none = count((row) => !rightA(row) && !rightB(row));
  const onlyA = count((row) => rightA(row) && !rightB(row));
  const onlyB = n - both - none - onlyA;
  const scale = both * none + onlyA * onlyB;
  const agreement = count((row) => a[row] === b[row]) / n;
  const share = (said: readonly number[], c: number) =>
    said.filter((label) => label === c).length / n;
  const chance = [...new Set(a)].reduce((sum, c) => sum + share(a, c) * share(b, c), 0);
  return {
    agreement,
    q: scale === 0 ? 0 : (both * none - onlyA * onlyB) / scale,
    kappa: chance === 1 ? 1 : (agreement - chance) / (1 - chance),
    doubleFault: none / n,
  };
}
