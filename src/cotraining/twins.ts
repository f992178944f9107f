// Networks of one make: their weights can be copied, averaged and compared place by place.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import { trainableWeights } from "../models/graph";
import type { Model } from "../models/model";

/** Throws unless all models have weights of the same shapes; `what` says what they should be. */
export function checkTwins(models: readonly Model[], what: string): void {
  const shapes = models.map(({ net }) => trainableWeights(net).map((w) => `[${w.shape}]`));
  const [first, ...rest] = shapes.map((shape) => shape.join(" "));
  const other = rest.find((shape) => shape !== first);
  if (other === undefined) return;
  throw expected(`${what}, ${first}`, other, "Make both with the same options.");
}

/** to <- a to + (1 - a) from, weight by weight; with a = 0 a copy. */
export function follow(to: Model, from: Model, a: number): void {
  const weights = trainableWeights(to.net);
  trainableWeights(from.net).forEach((weight, i) =>
    tf.tidy(() => weights[i].assign(weights[i].mul(a).add(weight.mul(1 - a)))),
  );
}
