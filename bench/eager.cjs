// What a user of TensorFlow.js writes: a two-headed layers model on tfjs-node, its losses added up and minimised.
const util = require("node:util");
util.isNullOrUndefined = (value) => value == null;
const tf = require("@tensorflow/tfjs-node");
require("../test/engine/source.cjs");
const { serve } = require("./worker.ts");
const { WORKLOADS } = require("./workloads.ts");

const { layers } = tf;
const encoders = {
  i: () => [layers.dense({ units: 128, activation: "relu" })],
  ii: () => [layers.dense({ units: 512, activation: "relu" })],
  iii: () => [
    layers.embedding({ inputDim: 5000, outputDim: 64 }),
    layers.lstm({
      units: 64,
      recurrentActivation: "sigmoid",
      recurrentInitializer: "glorotUniform",
    }),
  ],
  iv: () => [
    ...[16, 32].flatMap((filters) => [
      layers.conv2d({ filters, kernelSize: 3, padding: "same", activation: "relu" }),
      layers.maxPooling2d({ poolSize: 2 }),
    ]),
    layers.flatten(),
    layers.dense({ units: 64, activation: "relu" }),
  ],
};
encoders.v = encoders.i;

serve(`@tensorflow/tfjs-node ${tf.version["tfjs-core"]}`, (name) => {
  const { batch, input, vocabulary, heads } = WORKLOADS.find((w) => w.name === name);
  const inputs = tf.input({ shape: input });
  const features = encoders[name]().reduce((x, layer) => layer.apply(x), inputs);
  const outputs = heads.map((units) => layers.dense({ units }).apply(features));
  const net = tf.model({ inputs, outputs });
  const optimizer = tf.train.adam(1e-3);
  const shape = [batch, ...input];
  const x = vocabulary ? tf.randomUniform(shape, 0, vocabulary, "int32") : tf.randomNormal(shape);
  const targets = heads.map((n) => tf.oneHot(tf.randomUniform([batch], 0, n, "int32"), n));
  const losses = () =>
    [net.apply(x, { training: true })]
      .flat()
      .map((scores, i) => tf.losses.softmaxCrossEntropy(targets[i], scores));
  if (name === "v") return () => tf.tidy(() => pcgrad(net, optimizer, losses, heads.length));
  return () => {
    let seen;
    optimizer.minimize(() => {
      const all = losses();
      seen = tf.keep(tf.stack(all));
      return tf.addN(all);
    });
    seen.dataSync();
    seen.dispose();
  };
});

/** Gradient surgery (Yu et al. 2020) as its authors write it: a backward pass per task, projections, one update. */
function pcgrad(net, optimizer, losses, tasks) {
  const variables = net.trainableWeights.map((w) => w.read());
  const flat = Array.from({ length: tasks }, (_, t) => {
    const { grads } = tf.variableGrads(() => losses()[t]);
    return tf.concat(variables.map((v) => (grads[v.name] ?? tf.zerosLike(v)).flatten()));
  });
  const projected = flat.map((g, i) => {
    flat.forEach((other, j) => {
      if (i === j) return;
      const dot = tf.dot(g, other).dataSync()[0];
      if (dot < 0) g = g.sub(other.mul(dot / tf.dot(other, other).dataSync()[0]));
    });
    return g;
  });
  const pieces = tf.split(
    tf.addN(projected),
    variables.map((v) => v.size),
  );
  optimizer.applyGradients(
    Object.fromEntries(variables.map((v, i) => [v.name, pieces[i].reshape(v.shape)])),
  );
}
