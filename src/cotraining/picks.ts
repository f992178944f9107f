// Which labels learners give in a round: the surest, and none on which they differ.
import { argMax } from "./labels";

/** A label that a learner wants to give. */
export interface Pick {
  row: number;
  label: number;
}

/** The quota's surest rows of each class; of equally sure ones the earlier in the pool. */
export function surestByClass(
  pool: readonly number[],
  answers: readonly number[][],
  quota: readonly number[],
  threshold: number,
): Pick[] {
  return quota.flatMap((count, label) => {
    const own = [...pool.keys()].filter(
      (i) => argMax(answers[i]) === label && answers[i][label] > threshold,
    );
    own.sort((a, b) => answers[b][label] - answers[a][label]);
    return own.slice(0, count).map((i) => ({ row: pool[i], label }));
  });
}

/** The surest rows, whatever their class. */
export function surest(
  pool: readonly number[],
  answers: readonly number[][],
  count: number,
  threshold: number,
): Pick[] {
  const highest = answers.map((p) => Math.max(...p));
  const order = [...pool.keys()].filter((i) => highest[i] > threshold);
  order.sort((a, b) => highest[b] - highest[a]);
  return order.slice(0, count).map((i) => ({ row: pool[i], label: argMax(answers[i]) }));
}

/** Without the rows that two learners label differently; what several label alike counts for the first of them. */
export function settled(wishes: readonly Pick[][]): Pick[][] {
  const wanted = new Map<number, { label: number; teacher: number }>();
  const conflicts = new Set<number>();
  wishes.forEach((own, teacher) =>
    own.forEach(({ row, label }) => {
      const found = wanted.get(row);
      if (!found) wanted.set(row, { label, teacher });
      else if (found.label !== label) conflicts.add(row);
    }),
  );
  return wishes.map((own, teacher) =>
    own.filter(({ row }) => !conflicts.has(row) && wanted.get(row)!.teacher === teacher),
  );
}
