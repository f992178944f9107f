// What several methods ask of the numbers they are given: one per task, finite, on one scale.
import { expected, list } from "../errors";

/** The given share of each task, or 1/K each; throws unless there is one finite number >= 0 per task and one above 0. */
export function shares(tasks: readonly string[], given: readonly number[] | undefined): number[] {
  if (!given) return tasks.map(() => 1 / tasks.length);
  const fine = given.every((p) => Number.isFinite(p) && p >= 0) && given.some((p) => p > 0);
  if (given.length !== tasks.length || !fine) {
    throw expected(
      `a preference of ${tasks.length} numbers, none below 0, for the tasks ${list(tasks)}`,
      `[${given.join(", ")}]`,
      "Give one share per task, in the order of the tasks; shares that sum to 1 keep the usual scale.",
    );
  }
  return [...given];
}

/** One number per task, or the same one for each; throws on a wrong count. */
export function perTask(
  tasks: readonly string[],
  given: number | readonly number[],
  what: string,
): number[] {
  if (typeof given === "number") return tasks.map(() => given);
  if (given.length !== tasks.length) {
    throw expected(
      `${what} for each of the tasks ${list(tasks)}`,
      `${given.length} numbers`,
      `Give ${tasks.length} numbers in the order of the tasks, or a single one for all.`,
    );
  }
  return [...given];
}

/** Throws unless low <= value <= high. */
export function within(what: string, value: number, low: number, high: number): void {
  if (value >= low && value <= high) return;
  throw expected(`${what} between ${low} and ${high}`, `${value}`, "Choose a value in that range.");
}

/** The same direction with weights that sum to their number; all ones where the sum is 0 or not finite. */
export function toSum(weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const fine = sum > 0 && Number.isFinite(sum);
  return weights.map((w) => (fine ? (w * weights.length) / sum : 1));
}
