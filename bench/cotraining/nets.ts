// Networks of the bench, and how right they are.
import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../../src/data/dataset";
import { argMax, relabelled } from "../../src/cotraining/labels";
import { ensemble } from "../../src/cotraining/classifierOf";
import type { Classifier } from "../../src/cotraining/learner";
import { same } from "../../src/cotraining/measures";
import { seeded, type Rng } from "../../src/data/random";
import { gaussianNoise, mlp } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { trainableWeights } from "../../src/models/graph";
import type { Model } from "../../src/models/model";
import { classification } from "../../src/tasks/classification";
import type { Problem } from "./problems";

/** What a network reads, its hidden layers, and the noise on what it reads while it is trained. */
export interface Shape {
  view?: string;
  widths?: number[];
  noise?: number;
}

/** A network for a problem of ten digits: full images through 128 and 64 units unless told otherwise. */
export function network(p: Problem, seed: number, o: Shape = {}): Model {
  const { view = "all", widths = [128, 64], noise = 0 } = o;
  const model = hardSharing({
    inputs: { [view]: [p.few.inputs[view].shape[1]!] },
    encoder: [...(noise > 0 ? [gaussianNoise(noise)] : []), ...mlp(widths)],
    tasks: { y: classification(p.classes) },
    seed,
  });
  asPyTorch(model, seeded(seed));
  return model;
}

/** First weights as PyTorch draws them: weights and biases of a layer uniform up to 1 / sqrt(inputs of the layer). */
export function asPyTorch({ net }: Model, rng: Rng): void {
  let most = 0;
  for (const weight of trainableWeights(net)) {
    // A layer's weights come before its bias.
    if (weight.shape.length === 2) most = 1 / Math.sqrt(weight.shape[0]);
    const values = Array.from({ length: weight.size }, () => most * (2 * rng() - 1));
    tf.tidy(() => weight.assign(tf.tensor(values, weight.shape)));
  }
}

/** Lends networks of different starts to `train`, gives their joint accuracy, and frees them. */
export async function withNetworks(
  p: Problem,
  shapes: readonly Shape[],
  train: (models: Model[]) => Promise<unknown>,
): Promise<number> {
  const models = shapes.map((shape, k) => network(p, 100 * p.seed + k, shape));
  try {
    await train(models);
    return accuracyOf(ensemble(models), p);
  } finally {
    models.forEach((model) => model.dispose());
  }
}

export function accuracyOf(classifier: Classifier, { test, wanted }: Problem): number {
  return same(classifier.probabilities(test).map(argMax), wanted);
}

/** The full training part with these labels. */
export function labelled(p: Problem, labels: readonly number[]): Dataset {
  return relabelled(p.few, "y", [...p.truth.keys()], labels);
}
