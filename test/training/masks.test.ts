import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import "../../src/engine";
import { dense, dropout } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { trainingStep } from "../../src/training/step";
import type { StepInfo } from "../../src/weighting/weighting";
import { squared } from "../toys";

it("a step drops the same features in all its passes, and the next step others", () => {
  const batch = {
    inputs: [tf.ones([1, 1])],
    targets: [tf.ones([1]), tf.zeros([1])],
  };
  const optimizer = tf.train.sgd(0);
  const losses = (["nothing", "losses", "gram"] as const).map((needs) => {
    const encoder = [dense(20), dropout(0.5)];
    const model = hardSharing({ inputs: { x: [1] }, encoder, tasks: { a: squared, b: squared } });
    const seen: StepInfo[] = [];
    const weights = (info: StepInfo) => (seen.push(info), [1, 1]);
    const step = trainingStep(model, optimizer, { name: "t", needs, start: () => ({ weights }) });
    const run = [0, 1, 2].map((i) => step(batch, { step: i, epoch: 0 }).losses);
    if (needs !== "nothing") expect(seen.map((info) => info.losses)).toEqual(run);
    expect(run[0]).not.toEqual(run[1]);
    step.dispose();
    model.dispose();
    return run;
  });
  const close = (run: (readonly number[])[], other: (readonly number[])[]) =>
    run.flat().forEach((loss, i) => expect(loss).toBeCloseTo(other.flat()[i], 5));
  close(losses[1], losses[0]);
  close(losses[2], losses[0]);
  tf.dispose(batch);
  optimizer.dispose();
});
