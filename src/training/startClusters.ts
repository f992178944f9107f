// Where the centres of clustering tasks begin: at groups that k-means finds among the encoder's features.
import * as tf from "@tensorflow/tfjs";
import type { Rng } from "../data/random";
import { expected } from "../errors";
import type { Model } from "../models/model";
import { Centres } from "../tasks/clustering/centres";
import { kMeans } from "../tasks/clustering/kMeans";
import { checkInputs } from "./check";
import { inputsAt, ranges } from "./predict";

/**
 * Moves the centres of every clustering task of a model to the centres that k-means finds among the features they read
 * (Xie, Girshick and Farhadi 2016): call it once the encoder has learned something, before its clustering loss counts.
 * `starts`: runs of k-means, the best of which is kept (default 10). RangeError for a model without such a task, or fewer
 * rows than clusters.
 *
 * @example
 * startClusters(model, train, { rng: seeded(1) });
 */
export function startClusters(
  model: Model,
  data: { readonly inputs: Readonly<Record<string, tf.Tensor>> },
  o: { rng: Rng; starts?: number },
): void {
  const size = checkInputs(model, data.inputs);
  const heads = model.net.layers.filter((layer) => layer instanceof Centres);
  if (heads.length === 0) {
    throw expected(
      "a clustering task in the model",
      "none",
      "Add one: tasks: { group: clustering(10) }.",
    );
  }
  for (const head of heads) {
    // Owns nothing: its layers are the model's.
    const below = tf.model({ inputs: model.net.inputs, outputs: head.input as tf.SymbolicTensor });
    const rows = ranges(size, 256).flatMap(([from, count]) =>
      tf.tidy(() => {
        const inputs = inputsAt(model, data.inputs, from, count);
        return (below.apply(inputs) as tf.Tensor2D).arraySync();
      }),
    );
    const [clusters] = head.getWeights()[0].shape;
    const { centres } = kMeans(rows, clusters, o);
    tf.tidy(() => head.setWeights([tf.tensor2d(centres)]));
  }
}
