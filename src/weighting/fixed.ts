// Weights chosen by hand.
import { expected, list } from "../errors";
import type { Weighting } from "./weighting";

/**
 * Fixed weights (formula F10): L = sum_i w_i L_i, given by task name or in the order of the model's tasks. Taken as they
 * are; let them sum to the number of tasks to keep the learning rate comparable with other methods.
 *
 * @example
 * await fit(model, train, { weighting: fixed({ digit: 1.5, parity: 0.5 }) });
 */
export function fixed(weights: readonly number[] | Readonly<Record<string, number>>): Weighting {
  for (const [name, weight] of Object.entries(weights)) {
    if (weight >= 0 && weight < Infinity) continue;
    throw expected(`weight ${name} to be a number from 0 up`, String(weight), "Correct it.");
  }
  return {
    name: "fixed",
    separable: true,
    start(tasks, all = tasks) {
      const inOrder = Array.isArray(weights) ? byPosition(weights, all) : byName(weights, all);
      const own = tasks.map((task) => inOrder[all.indexOf(task)]);
      return { weights: () => own };
    },
  };
}

function byPosition(weights: readonly number[], tasks: readonly string[]): readonly number[] {
  if (weights.length === tasks.length) return weights;
  throw expected(
    `${tasks.length} weights, one per task (${list(tasks)})`,
    String(weights.length),
    "Give as many, or name them: fixed({ task: weight }).",
  );
}

function byName(weights: object, tasks: readonly string[]): readonly number[] {
  const given = new Map<string, number>(Object.entries(weights));
  if (given.size === tasks.length && tasks.every((task) => given.has(task))) {
    return tasks.map((task) => given.get(task)!);
  }
  throw expected(
    `a weight for each task: ${list(tasks)}`,
    `weights for ${list(given.keys())}`,
    "Use the names of the model's tasks.",
  );
}
