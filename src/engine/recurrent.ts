// Recurrent layers by TensorFlow's fused operations: the same weights, formulas and results as tf.layers.lstm and tf.layers.gru, in
// a tenth of the operations. On other engines, and for what the operations cannot do, the layers compute as they always did.
import * as tf from "@tensorflow/tfjs";
import { native, type Native } from "./graph/native";
import { gruSequence } from "./gru";
import { lstmSequence } from "./lstm";

/**
 * The hidden states of a layer over a sequence [time, batch, features] by its weights: [time, batch, units] for all of
 * them, [batch, units] for the last.
 */
export type Sequence = (
  backend: Native,
  steps: tf.Tensor,
  kernel: tf.Tensor,
  recurrent: tf.Tensor,
  bias: tf.Tensor,
  all: boolean,
) => tf.Tensor;

/** What decides whether a layer can be fused; private to TensorFlow.js, hence read from its configuration. */
interface Config {
  activation: string;
  recurrentActivation: string;
  useBias: boolean;
  returnSequences: boolean;
  returnState: boolean;
  goBackwards: boolean;
  stateful: boolean;
  dropout: number;
  recurrentDropout: number;
}

/**
 * The same layer, faster on the native engine. It changes how this layer computes, not what it is: it is saved, loaded
 * and counted as the tf.layers.lstm or tf.layers.gru it was.
 *
 * @example
 * const layer = fused(tf.layers.lstm({ units: 64, recurrentActivation: "sigmoid" }));
 */
export function fused<L extends tf.layers.Layer>(layer: L): L {
  const config = layer.getConfig() as unknown as Config;
  const sequence = { LSTM: lstmSequence, GRU: gruSequence }[layer.getClassName() as "LSTM" | "GRU"];
  const usual =
    config.activation === "tanh" &&
    config.recurrentActivation === "sigmoid" &&
    config.useBias &&
    !(config.returnState || config.goBackwards || config.stateful) &&
    !(config.dropout || config.recurrentDropout);
  if (!sequence || !usual) return layer;

  const plain = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => {
    const backend = native();
    const masked = [kwargs?.mask].flat().some((mask) => mask != null);
    if (!backend || masked || kwargs?.initialState) return plain(inputs, kwargs);
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor3D;
      const [kernel, recurrent, bias] = layer.weights.map((weight) => weight.read());
      const steps = tf.transpose(x, [1, 0, 2]);
      const all = config.returnSequences;
      const states = sequence(backend, steps, kernel, recurrent, bias, all);
      return all ? tf.transpose(states, [1, 0, 2]) : states;
    });
  };
  return layer;
}
