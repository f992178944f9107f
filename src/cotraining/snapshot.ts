// Snapshot ensembles: one training run whose rate falls and starts again, with a copy of the network at the end of each fall.
import { expected } from "../errors";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import type { Examples } from "../training/check";
import { fit, type FitOptions } from "../training/fit";
import type { History } from "../training/history";
import { adam } from "../training/optimizers/adam";
import { cosine } from "../training/schedule";
import { checkTwins, follow } from "./twins";

/**
 * Snapshot ensemble (Huang et al. 2017): in M cycles of epochs / M each the rate falls from learningRate to 0 by half a
 * cosine, rate_t = learningRate / 2 (cos(pi mod(t, T/M) / (T/M)) + 1) at step t of T. The last of the models is trained
 * all along; at the end of cycle m its weights are copied to models[m]. `ensemble(models)` averages their answers, all of
 * one run; the first snapshots are the worst, so join the last few if members differ much. One history per cycle.
 *
 * @example
 * const snapshots = [1, 2, 3, 4].map((seed) => hardSharing({ inputs, encoder: mlp([32]), tasks, seed }));
 * await snapshot(snapshots, train, { epochs: 40, learningRate: 0.01 });
 * ensemble(snapshots).probabilities(test);
 */
export async function snapshot<T extends Tasks>(
  models: readonly Model<T>[],
  data: Examples,
  o: Omit<FitOptions<keyof T & string>, "schedule" | "patience"> = {},
): Promise<History<keyof T & string>[]> {
  const { epochs = 40, learningRate = 0.01, seed = 0 } = o;
  if (models.length < 2) {
    throw expected("two models or more, one per cycle", `${models.length}`, "Give four.");
  }
  const cycle = epochs / models.length;
  if (!Number.isInteger(cycle)) {
    const found = `${epochs} epochs for ${models.length}`;
    throw expected("epochs that divide by the number of models", found, "Give ten for each.");
  }
  checkTwins(models, "models with the same weights");
  const trained = models[models.length - 1];
  const optimizer = o.optimizer ?? adam(learningRate);
  const histories: History<keyof T & string>[] = [];
  try {
    for (const [m, copy] of models.entries()) {
      const options = { ...o, learningRate: undefined, epochs: cycle, seed: seed + m };
      const history = await fit(trained, data, { ...options, optimizer, schedule: cosine() });
      histories.push(history);
      if (copy !== trained) follow(copy, trained, 0);
      if (history.stopped === "interrupted") break;
    }
    return histories;
  } finally {
    if (!o.optimizer) optimizer.dispose();
  }
}
