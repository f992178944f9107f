// Dirty model: features that tasks share, and features of each task's own beside them.
import type { LinearData } from "./examples";
import { amount, fitLinear, type Linear, type LinearOptions } from "./fitLinear";
import { entries, rowMaxima } from "./penalties";

/**
 * Dirty model (Jalali, Ravikumar, Sanghavi and Ruan 2010): W = P + Q, as `lasso` with the penalty
 * shared * sum_i max_t |P_it| + own * sum |Q_it|: rows of P serve all tasks, single entries of Q one.
 *
 * `parts.shared` is P, `parts.own` is Q. With own >= shared no Q is needed, with shared >= tasks * own no P. Data as for
 * `lasso`.
 *
 * @example
 * const { parts } = dirty(homes, { shared: 0.2, own: 0.1 });
 */
export function dirty(
  data: LinearData,
  o: LinearOptions & { readonly shared: number; readonly own: number },
): Linear {
  amount("shared", o.shared);
  amount("own", o.own);
  return fitLinear(data, o, () => ({
    parts: { shared: rowMaxima(o.shared), own: entries(o.own) },
  }));
}
