// Networks of the bench, and how right they are.
import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../../src/data/dataset";
import { argMax, relabelled } from "../../src/cotraining/labels";
import { ensemble } from "../../src/cotraining/classifierOf";
import type { Classifier } from "../../src/cotraining/learner";
import { same } from "../../src/cotraining/measures";
import { mlp } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { trainableWeights } from "../../src/models/graph";
import type { Model } from "../../src/models/model";
import { classification } from "../../src/tasks/classification";
import type { Problem } from "./problems";

/** What a network reads, and its hidden layers. */
export interface Shape {
  view?: string;
  widths?: number[];
}

/** A network for a problem of ten digits: full images through 128 and 64 units unless told otherwise. */
export function network(p: Problem, seed: number, { view = "all", widths }: Shape = {}): Model {
  const model = hardSharing({
    inputs: { [view]: [p.few.inputs[view].shape[1]!] },
    encoder: mlp(widths ?? [128, 64]),
    tasks: { y: classification(p.classes) },
    seed,
  });
  asPyTorch(model);
  return model;
}

/** Weights as small as PyTorch starts with, uniform up to 1 / sqrt(inputs), which Glorot's sqrt(6 / (in + out)) exceeds. */
function asPyTorch({ net }: Model): void {
  for (const weight of trainableWeights(net)) {
    const [inputs, outputs] = weight.shape;
    if (outputs === undefined) continue;
    const scale = Math.sqrt((inputs + outputs) / (6 * inputs));
    tf.tidy(() => weight.assign(weight.mul(scale)));
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
