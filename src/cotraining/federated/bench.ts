// Where a client trains: plain gradient descent on its own rows, with a pull toward what it was sent.
import * as tf from "@tensorflow/tfjs";
import { shuffled, type Rng } from "../../data/random";
import { compiled, type Compiled } from "../../engine/graph/compiled";
import { expected } from "../../errors";
import { trainableWeights } from "../../models/graph";
import type { Model } from "../../models/model";
import { rowsOf } from "../../training/batches";
import type { Examples } from "../../training/check";
import { penaltyOf, taskLosses } from "../../training/losses";
import { turns } from "../../training/turns";
import type { Bench } from "./method";
import type { Part } from "./weights";

/** How clients train. */
export interface BenchOptions {
  /** Passes over a client's data in a round. Default 2. */
  epochs?: number;
  /** Default 16. */
  batchSize?: number;
  /** Of gradient descent. Default 0.1. */
  learningRate?: number;
  /** Compile the step (native engine). Default true. */
  compile?: boolean;
  /** A clock in milliseconds. Default: performance.now. */
  now?: () => number;
}

type StepInput = {
  inputs: tf.Tensor[];
  targets: tf.Tensor[];
  /** Of the weights that travel; none for no pull. */
  toward: tf.Tensor[];
  strength: tf.Scalar;
};
type Step = Compiled<StepInput, tf.Scalar>;

/** Makes benches that share a model and its compiled steps; one client trains at a time. */
export function benches(model: Model, part: Part, o: BenchOptions) {
  const travels = part(model);
  const steps = new Map<string, Step>();
  const stepFor = (only: readonly tf.Variable[]): Step => {
    const key = only.map(({ name }) => name).join();
    let step = steps.get(key);
    if (!step) {
      const learningRate = o.learningRate ?? 0.1;
      step = compiled(descent(model, only, travels, learningRate), { compile: o.compile ?? true });
      steps.set(key, step);
    }
    return step;
  };
  return {
    travels,
    /** The bench of a client with these data. */
    of: (data: Examples, rng: Rng) => benchOf(model, data, { ...o, travels, stepFor, rng }),
    dispose: () => steps.forEach((step) => step.dispose()),
  };
}

function benchOf(
  model: Model,
  data: Examples,
  o: BenchOptions & { travels: tf.Variable[]; stepFor(only: tf.Variable[]): Step; rng: Rng },
): Bench {
  const { epochs = 2, batchSize = 16, travels, rng } = o;
  const rows = rowsOf(model, data);
  const turn = turns(o.now ?? (() => performance.now()), () => {});
  const everyRow = Int32Array.from(Array(rows.size).keys());
  const dealt = (some: Int32Array) => {
    const order = Int32Array.from(shuffled(some, rng));
    return Array.from({ length: Math.ceil(order.length / batchSize) }, (_, i) =>
      order.subarray(i * batchSize, (i + 1) * batchSize),
    );
  };
  return {
    model,
    travels,
    epochs,
    batches: () => dealt(everyRow),
    async learn(asked = {}) {
      const { only, rows: some = everyRow, epochs: passes = epochs, toward, strength = 0 } = asked;
      const step = o.stepFor(only ?? trainableWeights(model.net));
      const pulled = strength > 0 && toward ? toward : [];
      checkPull(strength, o.learningRate ?? 0.1);
      const goal = pulled.map((values, i) => tf.tensor(values, travels[i].shape));
      const level = tf.scalar(strength);
      let loss = 0;
      try {
        for (let pass = 0; pass < passes; pass++) {
          loss = 0;
          for (const chosen of dealt(some)) {
            tf.tidy(() => {
              const value = step({ ...rows.take(chosen), toward: goal, strength: level });
              loss += (value.dataSync()[0] * chosen.length) / some.length;
            });
            await turn();
          }
          checkLoss(loss);
        }
      } finally {
        tf.dispose([goal, level]);
      }
      return loss;
    },
  };
}

/** w <- w - rate * (grad L + strength * (w - toward)); the loss, summed over tasks, before the update. */
export function descent(
  model: Model,
  only: readonly tf.Variable[],
  travels: readonly tf.Variable[],
  rate: number,
): (o: StepInput) => tf.Scalar {
  const penalty = penaltyOf(model);
  return ({ inputs, targets, toward, strength }) => {
    const loss = () => {
      const losses = taskLosses(model, inputs, targets, { training: true });
      return tf.addN(penalty ? [...losses, penalty(inputs)] : losses) as tf.Scalar;
    };
    const { value, grads } = tf.engine().gradients(loss, [...only], tf.scalar(1), true);
    only.forEach((weight, i) => {
      const at = toward.length > 0 ? travels.indexOf(weight) : -1;
      const gradient = grads[i] ?? tf.zerosLike(weight);
      const pull = at >= 0 ? weight.sub(toward[at]).mul(strength) : undefined;
      weight.assign(weight.sub((pull ? gradient.add(pull) : gradient).mul(rate)));
    });
    return value as tf.Scalar;
  };
}

function checkPull(strength: number, rate: number): void {
  if (strength * rate < 1) return;
  throw expected(
    `a pull of strength below ${1 / rate}, or steps jump over what they are pulled to`,
    String(strength),
    "Lower mu, lambda or the learning rate.",
  );
}

function checkLoss(loss: number): void {
  if (Number.isFinite(loss)) return;
  throw expected("a finite loss", String(loss), "Lower learningRate, or scale the inputs.");
}
