// The smallest client: y = w x with one weight, so that rounds can be worked out by hand.
import * as tf from "@tensorflow/tfjs";
import { fromArrays } from "../../../src/data/arrays";
import type { Dataset } from "../../../src/data/dataset";
import type { Model } from "../../../src/models/model";
import { squared } from "../../toys";

/** y = w x; loss (w x - y)^2. */
export function line(w: number): Model {
  const input = tf.input({ shape: [1] });
  const output = tf.layers.dense({ units: 1, useBias: false }).apply(input) as tf.SymbolicTensor;
  const net = tf.model({ inputs: input, outputs: output });
  tf.tidy(() => net.setWeights([tf.tensor2d([[w]])]));
  const dispose = () => void net.dispose();
  return { inputs: { x: [1] }, tasks: { y: squared }, net, shared: [], dispose };
}

/** Rows x = 1 with these targets. */
export function ones(...targets: number[]): Dataset {
  return fromArrays({ x: targets.map(() => [1]) }, { y: targets });
}
