// Soft parameter sharing: a tower for each task, and a pull between their weights.
import { nextSeed, seeded } from "../data/random";
import { expected } from "../errors";
import type { Tasks } from "../tasks/task";
import { begin, finish, head, through } from "./build";
import { layersBehind } from "./graph";
import type { Model, ModelOptions } from "./model";

/**
 * Soft parameter sharing (Duong et al. 2015; formula F9): each task has an encoder theta_i of its own, and the joint
 * loss pulls them together: sum_i L_i(theta_i) + lambda * sum over i<j of ||theta_i - theta_j||^2. With lambda 0 it is
 * `separate`; the larger lambda, the closer to one shared encoder. Heads are not pulled: their sizes differ.
 * `start`: whether encoders begin with equal weights or with different ones (default).
 *
 * @example
 * const model = softSharing({ inputs: { x: [64] }, encoder: mlp([32]), tasks, lambda: 0.01, start: "equal" });
 */
export function softSharing<T extends Tasks>(
  o: ModelOptions<T> & { lambda: number; start?: "equal" | "different" },
): Model<T> {
  const { lambda, start = "different" } = o;
  if (!(lambda >= 0 && lambda < Infinity)) {
    throw expected("lambda to be a number from 0 up", String(lambda), "Start with 0.01.");
  }
  const { inputs, features, rng } = begin(o);
  const seed = nextSeed(rng);
  const encoders = Object.keys(o.tasks).map(() =>
    through(features, o.encoder, start === "equal" ? seeded(seed) : rng),
  );
  const towers = encoders.map((encoder) =>
    layersBehind(encoder).flatMap((layer) => layer.trainableWeights.map((w) => w.originalName)),
  );
  const outputs = Object.keys(o.tasks).map((name, i) => head(o, name, encoders[i], rng));
  return finish(o, inputs, outputs, { lambda, towers });
}
