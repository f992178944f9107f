// What several methods ask of the numbers they are given: one per task, finite, on one scale.
import { expected, list } from "../errors";

/**
 * The given share of each task, or 1/K each; throws unless there is one finite number >= 0 per task and one above 0.
 * `all` are the tasks it was given for: of some of them the shares grow to the same sum, or are 1/K where all are 0.
 */
export function shares(
  tasks: readonly string[],
  given: readonly number[] | undefined,
  all = tasks,
): number[] {
  if (!given) return tasks.map(() => 1 / tasks.length);
  const fine = given.every((p) => Number.isFinite(p) && p >= 0) && given.some((p) => p > 0);
  if (given.length !== all.length || !fine) {
    throw expected(
      `a preference of ${all.length} numbers, none below 0, for the tasks ${list(all)}`,
      `[${given.join(", ")}]`,
      "Give one share per task, in the order of the tasks; shares that sum to 1 keep the usual scale.",
    );
  }
  const chosen = placed(tasks, given, all);
  const [whole, part] = [given, chosen].map((p) => p.reduce((a, b) => a + b, 0));
  if (part === whole) return chosen;
  return chosen.map((p) => (part > 0 ? (p * whole) / part : 1 / tasks.length));
}

/** One number per task, or the same one for each; throws on a wrong count. `all` are the tasks they were given for. */
export function perTask(
  tasks: readonly string[],
  given: number | readonly number[],
  what: string,
  all = tasks,
): number[] {
  if (typeof given === "number") return tasks.map(() => given);
  if (given.length !== all.length) {
    throw expected(
      `${what} for each of the tasks ${list(all)}`,
      `${given.length} numbers`,
      `Give ${all.length} numbers in the order of the tasks, or a single one for all.`,
    );
  }
  return placed(tasks, given, all);
}

function placed(tasks: readonly string[], given: readonly number[], all: readonly string[]) {
  return tasks.map((task) => given[all.indexOf(task)]);
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
