// Run by engine.test.ts in a process of its own: trains a two-headed net with an embedding and a
// convolution on the engine the environment asks for, and prints what happened as one line of JSON.
require("./source.cjs");
const tf = require("@tensorflow/tfjs");
const { engine, ready } = require("../../src/engine");

async function main() {
  const before = engine().name;
  const { name, why, tensorflow } = await ready();
  const image = tf.input({ shape: [8, 8, 1] });
  const word = tf.input({ shape: [3] });
  const conv = tf.layers.conv2d({ filters: 2, kernelSize: 3, kernelInitializer: seeded(1) });
  const embedding = tf.layers.embedding({
    inputDim: 9,
    outputDim: 2,
    embeddingsInitializer: seeded(2),
  });
  const both = tf.layers
    .concatenate()
    .apply([conv.apply(image), embedding.apply(word)].map((x) => tf.layers.flatten().apply(x)));
  const outputs = [3, 1].map((units) =>
    tf.layers.dense({ units, kernelInitializer: seeded(3) }).apply(both),
  );
  const net = tf.model({ inputs: [image, word], outputs });
  net.compile({ optimizer: tf.train.adam(0.01), loss: ["meanSquaredError", "meanSquaredError"] });
  const inputs = [tf.randomNormal([16, 8, 8, 1], 0, 1, "float32", 4), tf.ones([16, 3])];
  const targets = [tf.zeros([16, 3]), tf.ones([16, 1])];
  const { history } = await net.fit(inputs, targets, { epochs: 5, shuffle: false, verbose: 0 });
  console.log(
    JSON.stringify({ before, name, why, tensorflow, backend: tf.getBackend(), loss: history.loss }),
  );
}

const seeded = (seed) => tf.initializers.glorotUniform({ seed });
main();
