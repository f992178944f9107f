// How well groups agree with classes, whatever the groups are called.
import { classes } from "../metrics";
import type { Metric } from "../task";
import { bestMatch } from "./match";

/**
 * Normalised mutual information (Strehl and Ghosh 2002): I(class; group) / ((H(class) + H(group)) / 2), from 0
 * (independent) to 1 (the same partition), as in scikit-learn. Targets are classes [n], outputs [n, groups]: the largest
 * wins.
 */
export const nmi: Metric = {
  name: "NMI",
  higherIsBetter: true,
  measure(target, output) {
    const { cells, rows, columns, size } = contingency(classes(target, output, "NMI"));
    const entropy = (counts: number[]) =>
      counts.reduce((sum, n) => (n > 0 ? sum - (n / size) * Math.log(n / size) : sum), 0);
    const half = (entropy(rows) + entropy(columns)) / 2;
    if (half === 0) return 1; // One class and one group.
    const shared = entropy(rows) + entropy(columns) - entropy(cells.flat());
    return Math.max(0, shared) / half;
  },
};

/**
 * Adjusted Rand index (Hubert and Arabie 1985): the share of pairs of examples on which classes and groups agree, moved
 * and scaled so that chance gives 0 and the same partition 1; below 0 is worse than chance. Targets, outputs as in `nmi`.
 */
export const ari: Metric = {
  name: "ARI",
  higherIsBetter: true,
  measure(target, output) {
    const { cells, rows, columns, size } = contingency(classes(target, output, "ARI"));
    const pairs = (counts: number[]) => counts.reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
    const [together, a, b] = [pairs(cells.flat()), pairs(rows), pairs(columns)];
    const chance = size > 1 ? (a * b) / ((size * (size - 1)) / 2) : 0;
    const most = (a + b) / 2;
    return most === chance ? 1 : (together - chance) / (most - chance);
  },
};

/**
 * Clustering accuracy: the share of examples whose group is that of their class, under the best one-to-one naming of groups
 * by classes (Kuhn 1955). Targets, outputs as in `nmi`.
 */
export const clusterAccuracy: Metric = {
  name: "cluster accuracy",
  higherIsBetter: true,
  measure(target, output) {
    const { cells, size } = contingency(classes(target, output, "cluster accuracy"));
    const match = bestMatch(cells);
    return match.reduce((sum, column, row) => sum + (cells[row][column] ?? 0), 0) / size;
  },
};

/** How many examples each class and each group have, together and alone. */
function contingency({ truth, guess }: { truth: number[]; guess: number[] }) {
  const [named, found] = [truth, guess].map((labels) => [...new Set(labels)]);
  const cells = named.map(() => found.map(() => 0));
  truth.forEach((label, i) => cells[named.indexOf(label)][found.indexOf(guess[i])]++);
  const sum = (counts: number[]) => counts.reduce((a, b) => a + b, 0);
  return {
    cells,
    rows: cells.map(sum),
    columns: found.map((_, j) => sum(cells.map((row) => row[j]))),
    size: truth.length,
  };
}
