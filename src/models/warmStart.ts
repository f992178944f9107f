// Transfer: a model begins with what another one has learned.
import type * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import { layersBehind, ownWeights, trainableWeights } from "./graph";
import type { Model } from "./model";

/**
 * Copies the encoder of a trained model into another, and the heads of the tasks that both have (same name, same shapes):
 * pre-train on one task, then go on with several. The encoder is what tasks share; of a model with one task, everything
 * but its head. `from` keeps its weights. Answers which heads were copied. RangeError if the encoders do not fit.
 *
 * @example
 * const large = hardSharing({ inputs, encoder: mlp([64]), tasks: { digit } });
 * await fit(large, many);
 * const model = hardSharing({ inputs, encoder: mlp([64]), tasks: { digit, parity } });
 * warmStart(model, large); // ["digit"]
 * await fit(model, few);
 */
export function warmStart(model: Model, from: Model): string[] {
  const [here, there] = [encoderOf(model, from), encoderOf(from, model)];
  if (here.length === 0 || !fits(here, there)) {
    throw expected(
      `a model to start from whose encoder has weights of the shapes ${shapes(here)}`,
      shapes(there),
      "Give it and this model the same encoder and inputs.",
    );
  }
  copy(here, there);
  const copied = Object.keys(model.tasks).filter((name) => {
    const [mine, theirs] = [headOf(model, name, here), headOf(from, name, there)];
    const same = mine.length > 0 && fits(mine, theirs);
    if (same) copy(mine, theirs);
    return same;
  });
  return copied;
}

/** What tasks share; of a single task what is there before its head, as much as the other model shares. */
function encoderOf(model: Model, other: Model): tf.Variable[] {
  if (Object.keys(model.tasks).length > 1) return [...model.shared];
  const weights = trainableWeights(model.net);
  const last = layersBehind(model.net.outputs[0]).at(-1)!;
  const head = last.trainableWeights.length;
  const count = Object.keys(other.tasks).length > 1 ? other.shared.length : weights.length - head;
  return weights.slice(0, count);
}

/** The weights of one task alone; of a model with a single task all but the encoder. */
function headOf(model: Model, name: string, encoder: readonly tf.Variable[]): tf.Variable[] {
  const names = Object.keys(model.tasks);
  if (names.length === 1 && names[0] === name) {
    return trainableWeights(model.net).filter((weight) => !encoder.includes(weight));
  }
  const task = names.indexOf(name);
  return ownWeights(model.net).flatMap((own) => (own.task === task ? [own.weight] : []));
}

function fits(mine: readonly tf.Variable[], theirs: readonly tf.Variable[]): boolean {
  return (
    mine.length === theirs.length &&
    mine.every(({ shape }, i) => String(shape) === String(theirs[i].shape))
  );
}

function copy(mine: readonly tf.Variable[], theirs: readonly tf.Variable[]): void {
  mine.forEach((weight, i) => weight.assign(theirs[i]));
}

function shapes(weights: readonly tf.Variable[]): string {
  return weights.map(({ shape }) => `[${shape.join(", ")}]`).join(" ") || "nothing";
}
