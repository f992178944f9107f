// What a layer knows: a linear map, trained on its features to tell a target it may never have been trained for.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import { hardSharing } from "../models/hardSharing";
import type { Model } from "../models/model";
import type { Task } from "../tasks/task";
import type { Examples } from "../training/check";
import { evaluate } from "../training/evaluate";
import { fit, type FitOptions } from "../training/fit";
import { features } from "./features";

/** What to look for, and where. Whatever else `fit` takes goes to the training of the probe. */
export interface ProbeOptions extends FitOptions {
  /** A layer of the network, by name: `layersOf` lists them. */
  layer: string;
  /** The target of the data that the probe is to tell. */
  target: string;
  /** What kind of target that is: classification(10) makes a softmax probe. */
  task: Task;
  /** Data to measure the probe on. */
  test: Examples;
}

/**
 * Linear probe (Alain and Bengio 2017): p(y | x) = softmax(W h(x) + b) on the features h of a layer, each scaled to mean 0
 * and standard deviation 1 over `train`; the model itself stays as it is. Returns the score of the probe on `test` by the
 * task's metric: how much of the target can be read off that layer by a linear map. RangeError for a layer that is not
 * there and data that do not fit.
 *
 * @example
 * const [layer] = layersOf(model);
 * await probe(model, train, { layer, target: "parity", task: binary(), test }); // 0.93
 */
export async function probe(model: Model, train: Examples, o: ProbeOptions): Promise<number> {
  const { layer, target, task, test, ...training } = o;
  const owned: { dispose(): void }[] = [];
  try {
    const [raw] = features(model, train.inputs, [layer]);
    owned.push(raw);
    const [unseen] = features(model, test.inputs, [layer]);
    owned.push(unseen);
    const scale = tf.tidy(() => {
      const { mean, variance } = tf.moments(raw, 0);
      // A feature that never varies tells nothing: it stays 0.
      const deviation = variance.sqrt();
      return [mean, tf.where(deviation.greater(1e-6), deviation, tf.onesLike(deviation))];
    });
    owned.push(...scale);
    const scaled = (values: tf.Tensor) => tf.tidy(() => values.sub(scale[0]).div(scale[1]));
    const [x, y] = [scaled(raw), scaled(unseen)];
    owned.push(x, y);
    const linear = hardSharing({
      inputs: { features: [raw.shape[1]] },
      encoder: [],
      tasks: { [target]: task },
      seed: o.seed,
    });
    owned.push(linear);
    const seen = (values: tf.Tensor, data: Examples) => ({
      inputs: { features: values },
      targets: { [target]: found(data, target) },
    });
    await fit(linear, seen(x, train), { learningRate: 0.01, progress: false, ...training });
    return evaluate(linear, seen(y, test))[target];
  } finally {
    owned.forEach((each) => each.dispose());
  }
}

function found(data: Examples, target: string): tf.Tensor {
  if (data.targets[target]) return data.targets[target];
  const todo = "Name one of them, or add it to the data.";
  throw expected(`a target "${target}"`, Object.keys(data.targets).join(", ") || "none", todo);
}
