// A trained network, or several, seen as a classifier: what says how likely each class is.
import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset";
import { expected } from "../errors";
import type { Model } from "../models/model";
import { predict } from "../training/predict";
import type { Classifier } from "./learner";
import { meanOf, together } from "./watch";

/** A model's first task as a classifier; the model stays its caller's. */
export function classifierOf(model: Model): Classifier {
  const [[target, { units }]] = Object.entries(model.tasks);
  return {
    target,
    classes: units,
    probabilities(data: Dataset) {
      const outputs = predict(model, data.inputs);
      const rows = outputs[target].arraySync();
      tf.dispose(outputs);
      return rows;
    },
  };
}

/**
 * Networks that answer together (Hansen and Salamon 1990): the mean of their probabilities, not of their scores. For
 * models of one task; they stay their caller's. RangeError for none, or for models of different targets.
 *
 * @example
 * const both = ensemble([a, b]);
 * both.probabilities(test);
 */
export function ensemble(models: readonly Model[]): Classifier {
  if (models.length === 0) throw expected("a model or more", "none", "Give the members.");
  const members = models.map(classifierOf);
  const targets = new Set(members.map(({ target, classes }) => `"${target}", ${classes} classes`));
  if (targets.size > 1) {
    throw expected("models of one target", [...targets].join(" and "), "Give models alike.");
  }
  return {
    ...members[0],
    probabilities: (data) =>
      together(
        members.map((member) => member.probabilities(data)),
        meanOf,
      ),
  };
}
