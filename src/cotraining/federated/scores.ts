// How good a federated run is for each client, and for the one it is worst for.
import type { Scores } from "../../training/history";
import type { FederatedRun } from "./federatedRun";
import type { Client } from "./messages";

/** Scores of the models that clients would use, each on its own test data. */
export interface ClientScores {
  readonly clients: { readonly name: string; readonly rows: number; readonly scores: Scores }[];
  /** Per task, the mean over the clients that have it, weighted by test rows. */
  readonly mean: Scores;
  /** Per task, the plain mean over clients. */
  readonly plain: Scores;
  /** Per task, the lowest and the highest: look there before saying that it works. */
  readonly lowest: Scores;
  readonly highest: Scores;
}

/**
 * Asks every client how good the model is that it would use now, on its own test data.
 *
 * @example
 * const { mean, lowest } = await clientScores(all, run); // { digit: 0.95 }, { digit: 0.88 }
 */
export async function clientScores(
  clients: readonly Client[],
  { weights }: Pick<FederatedRun, "weights">,
): Promise<ClientScores> {
  const found = await Promise.all(clients.map((each, k) => each.score({ weights: weights[k] })));
  const tasks = [...new Set(found.flatMap(({ scores }) => Object.keys(scores)))];
  const per = (measure: (having: typeof found, task: string) => number): Scores =>
    Object.fromEntries(
      tasks.map((task) => [
        task,
        measure(
          found.filter(({ scores }) => task in scores),
          task,
        ),
      ]),
    );
  const values = (having: typeof found, task: string) => having.map(({ scores }) => scores[task]);
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
  return {
    clients: found,
    mean: per(
      (having, task) =>
        sum(having.map(({ scores, rows }) => scores[task] * rows)) /
        sum(having.map(({ rows }) => rows)),
    ),
    plain: per((having, task) => sum(values(having, task)) / having.length),
    lowest: per((having, task) => Math.min(...values(having, task))),
    highest: per((having, task) => Math.max(...values(having, task))),
  };
}
