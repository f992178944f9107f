// Groups of digits without labels: k-means on pixels, k-means on an autoencoder's features, and the clustering task.
import * as tf from "@tensorflow/tfjs";
import * as t from "../src";
import { circumstances } from "./processes";

export async function main(): Promise<void> {
  const { date, machine } = circumstances([]);
  console.log(`${date}, ${machine}`);
  const rows = [];
  for (const seed of [1, 2, 3]) {
    const digits = t.digits();
    const { x } = digits.inputs;
    const truth = digits.targets.digit;
    const measured = (method: string, groups: tf.Tensor) => ({
      seed,
      method,
      NMI: t.nmi.measure(truth, groups).toFixed(3),
      ARI: t.ari.measure(truth, groups).toFixed(3),
      accuracy: t.clusterAccuracy.measure(truth, groups).toFixed(3),
    });
    const plain = t.kMeans(x.arraySync() as number[][], 10, { rng: t.seeded(seed) });
    rows.push(measured("k-means on pixels", tf.oneHot(tf.tensor1d(plain.groups, "int32"), 10)));

    const data = new t.Dataset({ x }, { pixels: x.clone() });
    const model = t.hardSharing({
      inputs: { x: [64] },
      encoder: [...t.mlp([256, 128]), t.dense(10, { activation: "linear" })],
      tasks: { group: t.clustering(10), pixels: t.regression(64) },
      seed,
    });
    const learned = t.fixed({ group: 0, pixels: 1 });
    await t.fit(model, data, { epochs: 100, batchSize: 64, weighting: learned, seed });
    t.startClusters(model, data, { rng: t.seeded(seed) });
    rows.push(measured("k-means on features", t.predict(model, data.inputs).group));
    const weighting = t.fixed({ group: 0.5, pixels: 1 });
    const options = { epochs: 80, batchSize: 256, learningRate: 0.002, weighting, seed };
    await t.fit(model, data, options);
    rows.push(measured("clustering", t.predict(model, data.inputs).group));
    model.dispose();
  }
  console.table(rows);
}
