// Graph regularisation: tasks that are known to be related are pulled together.
import { expected, list } from "../errors";
import type { LinearData } from "./examples";
import { amount, fitLinear, type Linear, type LinearOptions } from "./fitLinear";
import { entries, free } from "./penalties";

export interface GraphOptions extends LinearOptions {
  /** Strength of the pull. */
  readonly lambda: number;
  /** Related tasks, two names each, and how strongly (default 1). Default: every pair. */
  readonly edges?: readonly (readonly [string, string, number?])[];
  /** Adds l1 * sum |w|. Default 0. */
  readonly l1?: number;
}

/**
 * Graph-regularised multi-task learning (Evgeniou, Micchelli and Pontil 2005): as `lasso`, with the penalty
 * lambda * sum over edges (s, t) of strength * |w_s - w_t|^2 + l1 * sum |w|. With every pair of tasks an edge, all are
 * pulled to their mean (Evgeniou and Pontil 2004). The pull of soft sharing, F9, for linear models.
 *
 * RangeError for an edge to a task that is not there. Data as for `lasso`.
 *
 * @example
 * graphRegularised(sales, { lambda: 1, edges: [["january", "february"], ["february", "march"]] });
 */
export function graphRegularised(data: LinearData, o: GraphOptions): Linear {
  const { lambda, l1 = 0, edges } = o;
  amount("lambda", lambda);
  amount("l1", l1);
  return fitLinear(data, o, (tasks) => {
    const pairs = edges
      ? edges.map((edge) => placed(edge, tasks))
      : tasks.flatMap((_, s) =>
          tasks.slice(s + 1).map((_, i) => ({ s, t: s + 1 + i, strength: 1 })),
        );
    return {
      parts: { weights: l1 > 0 ? entries(l1) : free },
      smooth({ rows, columns, values }, gradient) {
        let sum = 0;
        for (const { s, t, strength } of pairs) {
          for (let row = 0; row < rows; row++) {
            const [a, b] = [row * columns + s, row * columns + t];
            const gap = values[a] - values[b];
            sum += lambda * strength * gap * gap;
            if (!gradient) continue;
            gradient.values[a] += 2 * lambda * strength * gap;
            gradient.values[b] -= 2 * lambda * strength * gap;
          }
        }
        return sum;
      },
    };
  });
}

function placed([a, b, strength = 1]: readonly [string, string, number?], tasks: string[]) {
  const [s, t] = [tasks.indexOf(a), tasks.indexOf(b)];
  amount(`strength of the edge ${list([a, b])}`, strength);
  if (s >= 0 && t >= 0 && s !== t) return { s, t, strength };
  throw expected(`an edge between two of ${list(tasks)}`, list([a, b]), "Name two of them.");
}
