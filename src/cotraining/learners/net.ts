// A network as a learner: a taskweave model, made afresh and trained by `fit` each time it is asked to learn.
import * as tf from "@tensorflow/tfjs";
import { Dataset } from "../../data/dataset";
import { find } from "../../data/named";
import { mlp } from "../../models/blocks";
import { hardSharing } from "../../models/hardSharing";
import type { Block, Model } from "../../models/model";
import type { Task } from "../../tasks/task";
import { fit, type FitOptions } from "../../training/fit";
import { predict } from "../../training/predict";
import { checkLearner, untrained, type Learner, type LearnerOptions } from "../learner";
import { classWeights } from "../table";
import { crossEntropyOf } from "../terms";

/** How to make and train the network of a learner. */
export interface NetOptions extends LearnerOptions {
  /** Default: one hidden layer of 32 units. */
  encoder?: Block[];
  /** Of the initial weights and the order of examples. Default 0. */
  seed?: number;
  /** Passes over the labelled rows each time. Default 30. */
  epochs?: number;
  /** How `fit` trains, besides epochs and seed. No progress line by default. */
  training?: Omit<FitOptions, "epochs" | "seed" | "validation" | "patience">;
}

/**
 * A network that learns from class numbers or soft labels: CE = -sum_c q_c log softmax(z)_c, averaged over labelled
 * rows. Each `fit` starts from the same initial weights. Call `dispose` when done.
 *
 * @example
 * const learner = net({ view: "left", target: "digit", classes: 10, encoder: mlp([64]), epochs: 20 });
 */
export function net(o: NetOptions): Learner {
  checkLearner("net", o);
  const { view, target, classes, encoder = mlp([32]), seed = 0, epochs = 30 } = o;
  const views = typeof view === "string" ? [view] : [...view];
  const task = softClassification(classes);
  let model: Model | undefined;
  return {
    target,
    classes,
    async fit(data) {
      model?.dispose();
      const inputs = Object.fromEntries(
        views.map((name) => [name, find(data.inputs, name, "input").shape.slice(1)]),
      );
      model = hardSharing({ inputs, encoder, tasks: { [target]: task }, seed });
      const labelled = labelledOnly(data, target, classes);
      try {
        await fit(model, labelled, { progress: false, ...o.training, epochs, seed });
      } finally {
        labelled.dispose();
      }
    },
    probabilities(data) {
      if (!model) throw untrained("net");
      const outputs = predict(model, data.inputs);
      const rows = outputs[target].arraySync();
      tf.dispose(outputs);
      return rows;
    },
    dispose() {
      model?.dispose();
      model = undefined;
    },
  };
}

/** Choosing a class when the target is a row of class weights; the metric counts the heaviest as the label. */
export function softClassification(classes: number): Task {
  return {
    units: classes,
    target: [classes],
    metric: {
      name: "accuracy",
      higherIsBetter: true,
      measure: (target, output) =>
        tf.tidy(
          () => target.argMax(-1).equal(output.argMax(-1)).cast("float32").mean().dataSync()[0],
        ),
    },
    output: (raw) => tf.softmax(raw),
    loss: (target, raw) => crossEntropyOf(target as tf.Tensor2D, raw),
  };
}

/** The rows with a label, their target as rows of class weights. */
function labelledOnly(data: Dataset, target: string, classes: number): Dataset {
  const weights = classWeights(data, target, classes);
  const rows = Array.from({ length: data.size }, (_, row) => row).filter((row) =>
    weights.subarray(row * classes, (row + 1) * classes).some((weight) => weight > 0),
  );
  const part = data.rows(rows);
  part.targets[target].dispose();
  const kept = rows.map((row) => [...weights.subarray(row * classes, (row + 1) * classes)]);
  return new Dataset(part.inputs, { ...part.targets, [target]: tf.tensor2d(kept) });
}
