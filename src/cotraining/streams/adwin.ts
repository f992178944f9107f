// ADWIN: a window that forgets its older part when the newer one has another mean.
import { expected } from "../../errors";

/** Watches a number per observation, an error from 0 to 1 say, and says when its mean has changed. */
export interface DriftDetector {
  see(value: number): "none" | "warning" | "drift";
  /** Mean of what it still holds. */
  readonly mean: number;
}

/** How careful the window is. */
export interface AdwinOptions {
  /** Chance of a false alarm, in all. Default 0.002. */
  delta?: number;
  /** Buckets of one size: with 5, some 5 log2(n) numbers are kept of n; 100 or more is nearly exact. Default 5. */
  buckets?: number;
  /** Looks for a change each so many values. Default 8. */
  every?: number;
  /** Say only that the mean has risen, as is right for errors: that they fall is what learning is for. Default false. */
  rises?: boolean;
}

type Bucket = { count: number; sum: number; squares: number };

/**
 * Adaptive windowing (Bifet and Gavalda 2007) for values from 0 to 1. The window is cut between an older part of n0 values
 * and a newer one of n1 where the means differ by more than
 * sqrt(2/m var ln(2/d)) + 2/(3m) ln(2/d), 1/m = 1/n0 + 1/n1, d = delta / ln n; the older part is forgotten. Detects rises
 * and falls alike and needs no size of window; buckets of 1, 2, 4 ... values keep it small.
 *
 * @example
 * const drift = adwin();
 * if (drift.see(wrong ? 1 : 0) === "drift") console.log("the errors have changed");
 */
export function adwin({
  delta = 0.002,
  buckets = 5,
  every = 8,
  rises = false,
}: AdwinOptions = {}): DriftDetector {
  checkOptions({ delta, buckets, every });
  /** Oldest first; sizes never grow toward the new end. */
  let window: Bucket[] = [];
  let seen = 0;
  return {
    see(value) {
      checkValue(value);
      window.push({ count: 1, sum: value, squares: value * value });
      compress(window, buckets);
      if (++seen % every !== 0) return "none";
      const before = total(window);
      let changed = false;
      for (let at = cutOf(window, delta); at > 0; at = cutOf(window, delta)) {
        window = window.slice(at);
        changed = true;
      }
      if (!changed) return "none";
      const now = total(window);
      const risen = now.sum / now.count > before.sum / before.count;
      return risen || !rises ? "drift" : "none";
    },
    get mean() {
      const { count, sum } = total(window);
      return count > 0 ? sum / count : 0;
    },
  };
}

/** The number of old buckets to forget; 0 where no two parts differ. The latest cut, as it leaves the newest mean. */
function cutOf(window: readonly Bucket[], delta: number): number {
  const all = total(window);
  const variance = Math.max(0, all.squares / all.count - (all.sum / all.count) ** 2);
  const log = Math.log((2 * Math.log(all.count)) / delta);
  let [count, sum] = [all.count, all.sum];
  for (let at = window.length - 1; at > 0; at--) {
    count -= window[at].count;
    sum -= window[at].sum;
    const newer = all.count - count;
    const gap = Math.abs(sum / count - (all.sum - sum) / newer);
    const inverse = 1 / count + 1 / newer;
    if (gap > Math.sqrt(2 * inverse * variance * log) + (2 / 3) * inverse * log) return at;
  }
  return 0;
}

/** Joins the two oldest buckets of a size that has too many, and so on for the next size. */
function compress(window: Bucket[], buckets: number): void {
  let end = window.length;
  for (;;) {
    const { count } = window[end - 1];
    let first = end - 1;
    while (first > 0 && window[first - 1].count === count) first--;
    if (end - first <= buckets) return;
    window.splice(first, 2, total(window.slice(first, first + 2)));
    end = first + 1;
  }
}

function total(window: readonly Bucket[]): Bucket {
  const sum = (of: (bucket: Bucket) => number) => window.reduce((all, b) => all + of(b), 0);
  return { count: sum((b) => b.count), sum: sum((b) => b.sum), squares: sum((b) => b.squares) };
}

function checkOptions({ delta, buckets, every }: Required<Omit<AdwinOptions, "rises">>): void {
  if (!(delta > 0 && delta < 1)) {
    throw expected("delta above 0 and below 1", String(delta), "Try 0.002.");
  }
  if (Number.isInteger(buckets) && buckets >= 2 && Number.isInteger(every) && every >= 1) return;
  throw expected("buckets from 2 up and every from 1 up", `${buckets} and ${every}`, "Correct it.");
}

function checkValue(value: number): void {
  if (value >= 0 && value <= 1) return;
  throw expected("a value from 0 to 1", String(value), "Scale it: an error rate, or l / (1 + l).");
}
