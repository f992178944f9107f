// A sum of experts whose weights a gate chooses for every example.
import * as tf from "@tensorflow/tfjs";
import type { Mixing } from "../stages";
import { optionsOf, written, type Config } from "./options";

/** [gate [batch, experts], expert, expert, ...] to sum_k gate_k expert_k; experts have one shape, whatever its rank. */
export class Mixture extends tf.layers.Layer {
  static className = "Mixture";
  readonly mixing: Mixing;

  constructor(config: Config<Mixing>) {
    super(config as object);
    this.mixing = optionsOf(config);
  }

  /** The gate in the network's graph. */
  get gate(): tf.SymbolicTensor {
    return (this.input as tf.SymbolicTensor[])[0];
  }

  override computeOutputShape(shapes: tf.Shape[]): tf.Shape {
    return shapes[1];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [gate, ...experts] = inputs as tf.Tensor[];
      const outputs = tf.stack(experts, 1);
      const ones = outputs.shape.slice(2).map(() => 1);
      return outputs.mul(gate.reshape([-1, experts.length, ...ones])).sum(1);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...written(this.mixing) };
  }
}

tf.serialization.registerClass(Mixture);
