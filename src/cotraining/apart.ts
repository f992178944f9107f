// How far two networks are from each other: in their weights, and in what they say. The two are not the same.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import { trainableWeights } from "../models/graph";
import type { Model } from "../models/model";
import { checkInputs } from "../training/check";
import { inputsAt } from "../training/predict";
import { rawScores } from "../training/losses";
import { disagreement } from "./terms";
import { checkTwins } from "./twins";

/** Two networks of one make, compared. */
export interface Apart {
  /** ||theta_a - theta_b||^2 / (||theta_a||^2 + ||theta_b||^2): 0 for equal weights, about 1 for strangers. */
  readonly weights: number;
  /** Mean Jensen-Shannon divergence of their answers in nats: 0 for equal ones, at most ln 2 = 0.69. */
  readonly answers: number;
  /** Share of rows on which they name the same class. */
  readonly agreement: number;
}

/**
 * Two networks of one make, compared by weights and by answers to `inputs`, on their first task. Hidden units may be put
 * in another order without changing a single answer (Hecht-Nielsen 1990), so networks that say the same can be far apart
 * in their weights: why pulling weights together from different starts goes wrong.
 *
 * @example
 * const { weights, answers } = apart(a, b, test.inputs); // Far in weights (0.9), near in answers (0.02)?
 */
export function apart(a: Model, b: Model, inputs: Readonly<Record<string, tf.Tensor>>): Apart {
  checkTwins([a, b], "networks with the same weights");
  const units = Object.values(a.tasks)[0]?.units;
  if (!(units >= 2)) throw expected("a task that chooses a class", `${units} units`, "Name one.");
  const size = checkInputs(a, inputs);
  checkInputs(b, inputs);
  return tf.tidy(() => {
    const [mine, theirs] = [a, b].map(({ net }) =>
      tf.concat(trainableWeights(net).map((weight) => weight.flatten())),
    );
    const gap = mine.squaredDifference(theirs).sum().dataSync()[0];
    const norms = mine.square().sum().add(theirs.square().sum()).dataSync()[0];
    const scores = [a, b].map((model) => rawScores(model, inputsAt(model, inputs, 0, size))[0]);
    const [one, other] = scores.map((z) => z.argMax(1));
    return {
      weights: norms > 0 ? gap / norms : 0,
      answers: Math.max(0, disagreement(scores).mean().dataSync()[0]),
      agreement: one.equal(other).cast("float32").mean().dataSync()[0],
    };
  });
}
