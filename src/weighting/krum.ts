// Krum: follows only the gradients that most others are close to.
import { expected, list } from "../errors";
import type { Weighting } from "./weighting";

/**
 * Multi-Krum (Blanchard et al. 2017): a task's score is the sum of the distances |g_i - g_j| to its K - outliers - 2
 * nearest others; the `selected` tasks with the lowest scores have weight K / selected, the others 0.
 *
 * Distances are not squared, as in TorchJD (the paper squares them), whose weights are 1/K of these. Ties go to the
 * earlier task. Throws unless there are at least outliers + 3 tasks; in a batch where fewer have labels, these weigh 1.
 * Heads receive their own loss unweighted.
 *
 * @example
 * fit(model, data, { weighting: krum({ outliers: 1, selected: 2 }) });
 */
export function krum({
  outliers,
  selected = 1,
}: {
  outliers: number;
  selected?: number;
}): Weighting {
  return {
    name: "Krum",
    needs: "gram",
    heads: "own",
    start(tasks, all = tasks) {
      const count = tasks.length;
      const needed = Math.max(outliers + 3, selected);
      if (all.length < needed) {
        throw expected(
          `at least ${needed} tasks for Krum with ${outliers} outliers, ${selected} selected`,
          `${all.length}: ${list(all)}`,
          "Lower `outliers` or `selected`, or add tasks.",
        );
      }
      if (count < needed) return { weights: () => tasks.map(() => 1) };
      return {
        weights({ gram }) {
          const scores = gram.map((row, i) => {
            const far = row.map((a, j) => Math.sqrt(Math.max(0, gram[i][i] + gram[j][j] - 2 * a)));
            const others = far.filter((_, j) => j !== i).sort((a, b) => a - b);
            return others.slice(0, count - outliers - 2).reduce((a, b) => a + b, 0);
          });
          const best = scores.map((_, i) => i).sort((i, j) => scores[i] - scores[j] || i - j);
          const chosen = new Set(best.slice(0, selected));
          return scores.map((_, i) => (chosen.has(i) ? count / selected : 0));
        },
      };
    },
  };
}
