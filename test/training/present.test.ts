// A task without a label in a batch, under every weighting: what the step does, and what it leaves alone.
import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it, test } from "vitest";
import { engine } from "../../src/engine";
import { hardSharing } from "../../src/models/hardSharing";
import { mlp } from "../../src/models/blocks";
import type { Model } from "../../src/models/model";
import { binary } from "../../src/tasks/binary";
import { classification } from "../../src/tasks/classification";
import { regression } from "../../src/tasks/regression";
import type { Tasks } from "../../src/tasks/task";
import { trainingStep, type Batch } from "../../src/training/step";
import {
  aggregationOf,
  autoLambda,
  fixed,
  forum,
  gradVac,
  moml,
  perWeight,
  uncertainty,
  type Aggregation,
} from "../../src/weighting";
import type { Weighting } from "../../src/weighting/weighting";
import { weightings } from "./compiled/factors";

const all = { class: classification(3), yes: binary(), value: regression(), other: regression() };
const { value: _, ...some } = all;
const build = (tasks: Tasks) =>
  hardSharing({ inputs: { x: [4] }, encoder: mlp([5]), tasks, seed: 3 });

const N = 12;
const x = tf.keep(tf.randomNormal([N, 4], 0, 1, "float32", 1));
const targets = [0, 1, 2, 3].map((t) =>
  tf.keep(tf.tensor1d(Array.from({ length: N }, (_, i) => (i * (t + 3)) % (t === 0 ? 3 : 2)))),
);
const unlabelled = tf.keep(tf.fill([N], NaN));
afterAll(() => tf.dispose([x, targets, unlabelled]));

const full: Batch = { inputs: [x], targets };
const partial = { inputs: [x], targets: targets.map((t, i) => (i === 2 ? unlabelled : t)) };
const empty = { inputs: [x], targets: targets.map(() => unlabelled) };
const present = [0, 1, 3];

type Method = () => Weighting | Aggregation;
type Taken = [batch: Batch, present?: readonly number[]];

/** Steps of plain gradient descent: the weights of each step, and the network's at the end. */
function run(
  model: Model,
  method: Method,
  batches: Taken[],
  { rate = 0.05, compile = false } = {},
) {
  const optimizer = tf.train.sgd(rate);
  const step = trainingStep(model, optimizer, method(), { compile });
  const told = batches.map(([batch, there], i) =>
    step(batch, { step: i, epoch: 0, present: there }),
  );
  const { mode } = step;
  step.dispose();
  optimizer.dispose();
  const net = model.shared.flatMap((w) => [...w.dataSync()]);
  return { told, net, mode };
}

const withModel = <R>(tasks: Tasks, work: (model: Model) => R): R => {
  const model = build(tasks);
  try {
    return work(model);
  } finally {
    model.dispose();
  }
};

const close = (found: readonly number[], wanted: readonly number[]) =>
  found.forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 5));

const more: Record<string, Method> = {
  moml,
  autoLambda,
  forum,
  "perWeight of gradVac": () => perWeight(gradVac()),
};

describe.each(Object.entries({ ...weightings, ...more }))(
  "%s, where a task has no label in the batch,",
  (name, method) => {
    it("moves the shared weights as if that task were not there", () => {
      const left = withModel(all, (model) => run(model, method, [[partial, present]]));
      const stand: Record<string, Method> = {
        fixed: () => fixed([0.5, 2, 0.1]),
        krum: () => fixed([1, 1, 1]), // Too few tasks to tell an outlier.
      };
      const own = stand[name] ?? method;
      const alone = withModel(some, (model) =>
        withModel(all, (whole) => {
          const names = ["class", "yes", "other"];
          model.net.layers.forEach((layer, i) => {
            const same = names.includes(layer.name)
              ? whole.net.getLayer(layer.name)
              : whole.net.layers[i];
            layer.setWeights(same.getWeights());
          });
          const batch = { inputs: [x], targets: present.map((t) => targets[t]) };
          return run(model, own, [[batch]]);
        }),
      );
      close(left.net, alone.net);
      close(
        present.map((t) => left.told[0].weights[t]),
        alone.told[0].weights,
      );
      expect(left.told[0].losses[2]).toBe(0);
    });

    it("remembers nothing of that step for steps with labels of all", () => {
      const still = { rate: 0 };
      const without = withModel(all, (m) => run(m, method, [[full], [full], [full]], still));
      const between = withModel(all, (m) =>
        run(m, method, [[full], [partial, present], [full], [empty, []], [full]], still),
      );
      const weights = [0, 2, 4].map((i) => between.told[i].weights);
      const separable = "separable" in method() && (method() as Weighting).separable;
      // A separable one's other tasks did learn from the step.
      const seen = separable ? [2] : [0, 1, 2, 3];
      without.told.forEach((step, i) =>
        close(
          seen.map((t) => weights[i][t]),
          seen.map((t) => step.weights[t]),
        ),
      );
    });

    test.runIf(engine().name === "native")("does the same compiled", () => {
      const batches: Taken[] = [
        [full],
        [partial, present],
        [empty, []],
        [full],
        [partial, present],
      ];
      const [eager, fast] = [false, true].map((compile) =>
        withModel(all, (model) => run(model, method, batches, { compile })),
      );
      expect(fast.mode).toBe("compiled");
      close(fast.net, eager.net);
      expect(eager.net.every(Number.isFinite)).toBe(true);
    });
  },
);

it("an absent task has weight 0 and a learned weight of its own stays as it was", () => {
  const quick = () => uncertainty({ learningRate: 0.5 });
  const of = (method: Method) =>
    withModel(all, (m) => run(m, method, [[full], [partial, present], [full]]).told);
  expect(of(() => aggregationOf(fixed([1, 2, 3, 4])))[1].weights).toEqual([1, 2, 0, 4]);
  const [, second, third] = of(quick);
  expect(third.weights[2]).toBe(second.weights[2]);
  expect(third.weights[0]).not.toBe(second.weights[0]);
});
