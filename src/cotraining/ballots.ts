// The numbers behind democratic co-learning: how sure a share is, what labels are worth, who wins a vote.
import { argMax } from "./labels";
import type { Joint } from "./watch";

/** A share and how sure it is. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly middle: number;
}

/** The 95 % interval of a share, `right` of `count` (Wilson 1927): good for few rows, and never outside 0 to 1. */
export function interval(right: number, count: number): Interval {
  const z = 1.959964;
  const share = right / count;
  const middle = (share + z ** 2 / (2 * count)) / (1 + z ** 2 / count);
  const half =
    (z * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2))) /
    (1 + z ** 2 / count);
  return { low: middle - half, high: middle + half, middle };
}

/** Expected information of `size` rows of which `wrong` are expected wrong: n (1 - 2 e / n)^2; 0 from half up. */
export function information(size: number, wrong: number): number {
  return size * Math.max(0, 1 - (2 * wrong) / size) ** 2;
}

/**
 * The vote of democratic co-learning: learners with weight 0.5 or less have no say (unless that is all of them); class c
 * with s voters scores (s + 0.5) / (s + 1) times their mean weight, 0 without voters; scaled to sum to 1.
 */
export function democracy(weights: readonly number[], classes: number): Joint {
  const able = weights.map((w) => w > 0.5);
  const heard = able.some(Boolean) ? able : able.map(() => true);
  return (answers) => {
    const chosen = answers.map((p) => argMax(p));
    const scores = Array.from({ length: classes }, (_, c) => {
      const group = weights.filter((_, k) => heard[k] && chosen[k] === c);
      if (group.length === 0) return 0;
      const mean = group.reduce((a, b) => a + b, 0) / group.length;
      return ((group.length + 0.5) / (group.length + 1)) * mean;
    });
    const sum = scores.reduce((a, b) => a + b, 0);
    return scores.map((score) => score / sum);
  };
}

/** The class most learners name, if no other class has more weight; undefined otherwise, and for ties in number. */
export function elected(
  said: readonly number[],
  weights: readonly number[],
  classes: number,
): number | undefined {
  const counts = Array<number>(classes).fill(0);
  const weight = Array<number>(classes).fill(0);
  said.forEach((label, i) => {
    counts[label]++;
    weight[label] += weights[i];
  });
  const label = argMax(counts);
  const tied = counts.filter((count) => count === counts[label]).length > 1;
  return tied || argMax(weight) !== label ? undefined : label;
}
