// Training steps on the model of the moment, which changes when tasks come and go.
import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../../data/dataset";
import type { Model } from "../../models/model";
import { trainingStep, type Step, type Weighed } from "../../training/step";
import { equal } from "../../weighting/equal";
import type { OnlineOptions } from "./onlineOptions";

/** Steps on the model of the moment. */
export function trainer({
  optimizer = () => tf.train.adam(0.005),
  weighting = equal(),
  compile = true,
}: OnlineOptions) {
  let now: { model: Model; step: Step; optimizer: tf.Optimizer } | undefined;
  let count = 0;
  const stop = () => {
    now?.step.dispose();
    now?.optimizer.dispose();
    now = undefined;
  };
  return {
    start(model: Model) {
      stop();
      const made = optimizer();
      now = { model, optimizer: made, step: trainingStep(model, made, weighting, { compile }) };
    },
    step(data: Dataset, epoch: number): Weighed {
      const { model, step } = now!;
      const inputs = Object.keys(model.inputs).map((name) => data.inputs[name]);
      const targets = Object.keys(model.tasks).map((name) => data.targets[name]);
      return step({ inputs, targets }, { step: count++, epoch });
    },
    dispose: stop,
  };
}
