// The best weights of a run so far, for patience.
import * as tf from "@tensorflow/tfjs";

/** Watches the validation loss, and keeps the weights of the epoch where it was lowest. */
export interface Best {
  /** Epoch with the lowest loss; -1 before the first. */
  readonly epoch: number;
  see(epoch: number, loss: number): void;
  /** Gives the network the best weights back, if there are any. */
  restore(): void;
  dispose(): void;
}

/** Nothing seen yet. */
export function bestOf(net: tf.LayersModel): Best {
  let weights: tf.Tensor[] = [];
  let lowest = Infinity;
  let epoch = -1;
  return {
    get epoch() {
      return epoch;
    },
    see(now, loss) {
      if (!(loss < lowest)) return;
      tf.dispose(weights);
      weights = net.getWeights().map((weight) => weight.clone());
      [lowest, epoch] = [loss, now];
    },
    restore() {
      if (epoch >= 0) net.setWeights(weights);
    },
    dispose: () => tf.dispose(weights),
  };
}
