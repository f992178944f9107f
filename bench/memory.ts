// Does memory stay flat? 20,000 steps of changing batch sizes, then 100 models made, trained and disposed.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as tf from "@tensorflow/tfjs";
import "../src/engine";
import { dense } from "../src/models/blocks";
import { hardSharing } from "../src/models/hardSharing";
import { classification } from "../src/tasks/classification";
import { adam } from "../src/training/optimizers/adam";
import { trainingStep } from "../src/training/step";
import { equal } from "../src/weighting/equal";

export function main(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const say = (when: string) => {
    collect();
    const resident = (process.memoryUsage().rss / 2 ** 20).toFixed(0);
    console.log(when.padEnd(24), `${resident} MB resident, ${tf.memory().numTensors} tensors`);
  };
  const one = setting();
  for (let s = 0; s <= 20_000; s++) {
    one.run(s);
    if (s % 4000 === 0 || s === 500) say(`after ${s} steps`);
  }
  console.log(one.step.mode);
  one.dispose();
  for (let m = 0; m <= 100; m++) {
    const { run, dispose } = setting();
    for (let s = 0; s < 20; s++) run(s);
    dispose();
    if (m % 20 === 0) say(`after ${m} models`);
  }
}

function setting() {
  const tasks = { a: classification(10), b: classification(2) };
  const model = hardSharing({ inputs: { x: [28] }, encoder: [dense(128)], tasks });
  const rate = adam(1e-3);
  const step = trainingStep(model, rate, equal());
  const x = tf.randomNormal([64, 28], 0, 1, "float32", 1);
  const targets = [tf.zeros([64]), tf.ones([64])];
  const run = (s: number) => {
    const rows = tf.range(0, 16 + 8 * (s % 5), 1, "int32");
    step({ inputs: [x], targets, rows }, { step: s, epoch: 0 });
    rows.dispose();
  };
  const dispose = () => {
    for (const used of [step, rate, model, x, ...targets]) used.dispose();
  };
  return { run, step, dispose };
}
