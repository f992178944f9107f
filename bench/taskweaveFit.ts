// fit itself, epoch by epoch.
import { createInterface } from "node:readline";
import * as tf from "@tensorflow/tfjs";
import { engine } from "../src/engine";
import { mlp } from "../src/models/blocks";
import { hardSharing } from "../src/models/hardSharing";
import { classification } from "../src/tasks/classification";
import { fit } from "../src/training/fit";
import { FITS } from "./fit";

console.log(JSON.stringify({ version: `TensorFlow ${engine().tensorflow}` }));
const lines = createInterface({ input: process.stdin });
lines.on("line", async (name) => {
  const { rows, input, hidden, batch, heads, epochs } = FITS.find((w) => w.name === name)!;
  const tasks = Object.fromEntries(heads.map((classes, i) => [`t${i}`, classification(classes)]));
  const model = hardSharing({ inputs: { x: input }, encoder: mlp([hidden]), tasks });
  const data = {
    inputs: { x: tf.randomNormal([rows, ...input], 0, 1, "float32", 1) },
    targets: Object.fromEntries(
      heads.map((n, i) => [`t${i}`, tf.randomUniform([rows], 0, n, "int32", i + 2).toFloat()]),
    ),
  };
  const ends = [performance.now()];
  const onEpoch = () => void ends.push(performance.now());
  await fit(model, data, { epochs, batchSize: batch, onEpoch, progress: false });
  const [start, ...times] = ends.slice(1).map((end, i) => end - ends[i]);
  console.log(JSON.stringify({ start, times }));
  model.dispose();
  tf.dispose([data.inputs, data.targets]);
});
lines.on("close", () => process.exit());
