// DDM: an alarm when a classifier errs more often than it did at its best.
import { expected } from "../../errors";
import type { DriftDetector } from "./adwin";

/**
 * The drift detection method (Gama et al. 2004) for errors of 0 and 1. With the error rate p of n answers and its
 * standard deviation s = sqrt(p (1 - p) / n), and the p and s for which p + s was least: p + s >= p_min + 2 s_min warns,
 * 3 s_min is drift, after which it starts anew. Hears rises only, sudden ones best; after a faultless start the first error
 * is an alarm. It says nothing before `least`
 * answers.
 *
 * @example
 * const drift = ddm();
 * drift.see(said === truth ? 0 : 1);
 */
export function ddm({ least = 30 }: { least?: number } = {}): DriftDetector {
  if (!(Number.isInteger(least) && least >= 1)) {
    throw expected("least to be a whole number from 1 up", String(least), "Try 30.");
  }
  let [n, wrong] = [0, 0];
  let best = { p: Infinity, s: Infinity };
  return {
    see(value) {
      if (value !== 0 && value !== 1) {
        throw expected("errors of 0 or 1", String(value), "For other numbers take adwin().");
      }
      n++;
      wrong += value;
      const p = wrong / n;
      const s = Math.sqrt((p * (1 - p)) / n);
      if (n < least) return "none";
      if (p + s < best.p + best.s) best = { p, s };
      if (p + s >= best.p + 3 * best.s && p > best.p) {
        [n, wrong] = [0, 0];
        best = { p: Infinity, s: Infinity };
        return "drift";
      }
      return p + s >= best.p + 2 * best.s && p > best.p ? "warning" : "none";
    },
    get mean() {
      return n > 0 ? wrong / n : 0;
    },
  };
}
