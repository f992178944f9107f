// The library's own training step, as fit calls it.
import * as tf from "@tensorflow/tfjs";
import { engine } from "../src/engine";
import { cnn, dense, flatten, lstm } from "../src/models/blocks";
import { hardSharing } from "../src/models/hardSharing";
import { classification } from "../src/tasks/classification";
import { adam } from "../src/training/optimizers/adam";
import { trainingStep } from "../src/training/step";
import { equal } from "../src/weighting/equal";
import { pcgrad } from "../src/weighting/pcgrad";
import { serve } from "./worker";
import { WORKLOADS } from "./workloads";

const encoders = {
  i: () => [dense(128)],
  ii: () => [dense(512)],
  iii: () => lstm({ vocabulary: 5000, width: 64, units: 64 }),
  iv: () => [...cnn([16, 32]), flatten(), dense(64)],
  v: () => [dense(128)],
};

const { tensorflow } = engine();
serve(`TensorFlow ${tensorflow}, Node ${process.versions.node}`, (name) => {
  const { batch, input, vocabulary, heads } = WORKLOADS.find((w) => w.name === name)!;
  const tasks = Object.fromEntries(heads.map((classes, i) => [`t${i}`, classification(classes)]));
  const encoder = encoders[name as keyof typeof encoders]();
  const model = hardSharing({ inputs: { x: input }, encoder, tasks });
  const rate = adam(1e-3);
  const step = trainingStep(model, rate, name === "v" ? pcgrad() : equal());
  const shape = [batch, ...input];
  const x = vocabulary
    ? tf.randomUniform(shape, 0, vocabulary, "int32", 1)
    : tf.randomNormal(shape, 0, 1, "float32", 1);
  const targets = heads.map((n, i) => tf.randomUniform([batch], 0, n, "int32", i + 2).toFloat());
  const at = { step: 0, epoch: 0 };
  return () => void step({ inputs: [x], targets }, at);
});
