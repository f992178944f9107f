// Run by engine.test.ts: a danfojs frame on the engine the environment asks for.
require("./source.cjs");
const tf = require("@tensorflow/tfjs");
const { ready } = require("../../src/engine");

ready().then(() => {
  const backend = tf.getBackend();
  const { DataFrame } = require("danfojs-node");
  const frame = new DataFrame({ x: [1, 2, 3], y: [2, 4, 6] });
  const sum = tf.sum(frame.tensor).arraySync();
  console.log(
    JSON.stringify({
      sum,
      mean: frame.mean({ axis: 0 }).values,
      kept: tf.getBackend() === backend,
    }),
  );
});
