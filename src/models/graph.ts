// What the layer graph of a network says: which layers lie behind an output, which weights tasks share.
import type * as tf from "@tensorflow/tfjs";

/** The layers between the inputs and this tensor, inputs included, each after those it builds on. */
export function layersBehind(tensor: tf.SymbolicTensor): tf.layers.Layer[] {
  const layers = new Set<tf.layers.Layer>();
  const seen = new Set<tf.SymbolicTensor>();
  const visit = (x: tf.SymbolicTensor) => {
    if (seen.has(x)) return;
    seen.add(x);
    x.inputs.forEach(visit);
    layers.add(x.sourceLayer);
  };
  visit(tensor);
  return [...layers];
}

/** The layers of a network, those of networks inside it included. */
export function allLayers(net: tf.LayersModel): tf.layers.Layer[] {
  return net.layers.flatMap((layer) =>
    "layers" in layer ? allLayers(layer as tf.LayersModel) : layer,
  );
}

/** The trainable weights of a network that more than one of its outputs depend on, in the order of its weights. */
export function sharedWeights(net: tf.LayersModel): tf.Variable[] {
  const tasks = tasksOf(net);
  const shared = net.layers.filter((layer) => tasks(layer).length > 1);
  return shared.flatMap((layer) => layer.trainableWeights.map(variable));
}

/** The trainable weights that only one output depends on, each with the number of that output. */
export function ownWeights(net: tf.LayersModel): { task: number; weight: tf.Variable }[] {
  const tasks = tasksOf(net);
  const own = net.layers.filter((layer) => tasks(layer).length === 1);
  return own.flatMap((layer) =>
    layer.trainableWeights.map((w) => ({ task: tasks(layer)[0], weight: variable(w) })),
  );
}

/** All trainable weights of a network. */
export function trainableWeights(net: tf.LayersModel): tf.Variable[] {
  return net.trainableWeights.map(variable);
}

/** Which outputs depend on a layer. */
function tasksOf(net: tf.LayersModel): (layer: tf.layers.Layer) => number[] {
  const behind = net.outputs.map((output) => new Set(layersBehind(output)));
  return (layer) => behind.flatMap((layers, task) => (layers.has(layer) ? [task] : []));
}

/** A layer's weight is a variable that the optimiser knows by name; `read` hands it out as a plain tensor. */
function variable(weight: tf.LayerVariable): tf.Variable {
  return weight.read() as tf.Variable;
}
