// Which parts of an input a task looks at: the gradient of its score, or of its loss, by the input.
import * as tf from "@tensorflow/tfjs";
import { expected, list } from "../errors";
import { allLayers } from "../models/graph";
import type { Model } from "../models/model";
import type { Task, Tasks } from "../tasks/task";
import { checkInputs } from "../training/check";
import { rawScores } from "../training/losses";
import { inputsAt, ranges } from "../training/predict";

/** Of what, and by what. */
export interface SaliencyOptions<K extends string = string> {
  task: K;
  /** The input by which the gradient is taken. Default: the model's first. */
  input?: string;
  /** The unit of the head whose raw score is looked at: a class. Default: the one with the highest score, row by row. */
  unit?: number;
  /** Look at the loss against this target, without NaN, instead of at a score. */
  target?: tf.Tensor;
}

/**
 * The caller owns it: saliency of one task (Simonyan et al. 2014), row by row the gradient of the raw score S_c by the
 * input, d S_c / d x at x, or with `target` that of the loss. [rows, ...shape of the input], signed: take abs() for a map
 * of importance. For words, whose numbers have no gradient, the length of the gradient by each word's vector, [rows, words].
 * Dropout is off. RangeError for a task, input or unit that is not there, and inputs that do not fit.
 *
 * @example
 * const slopes = saliency(model, test.inputs, { task: "digit" }); // [rows, 8, 8, 1] for images
 */
export function saliency<T extends Tasks>(
  model: Model<T>,
  inputs: Readonly<Record<string, tf.Tensor>>,
  o: SaliencyOptions<keyof T & string>,
): tf.Tensor {
  const size = checkInputs(model, inputs);
  const names = Object.keys(model.inputs);
  const at = names.indexOf(o.input ?? names[0]);
  const which = Object.keys(model.tasks).indexOf(o.task);
  check(model, o, { at, which, size });
  const task: Task = model.tasks[o.task];
  const slope = embeddings(model).length > 0 ? byWord : byNumber;
  return tf.tidy(() => {
    const parts = ranges(size, 64).map(([from, count]) =>
      tf.tidy(() => {
        const given = inputsAt(model, inputs, from, count);
        const target = o.target?.slice(from, count);
        const value = (x: tf.Tensor) => {
          const changed = given.map((each, i) => (i === at ? x : each));
          const raw = rawScores(model, changed)[which];
          return target ? task.loss(target, raw).sum() : chosen(raw, o.unit).sum();
        };
        return slope(model, value, given[at]);
      }),
    );
    return tf.concat(parts);
  });
}

/** The score of this unit in every row, or of each row's best; rows do not mix, so their sum has all the gradients. */
function chosen(raw: tf.Tensor2D, unit?: number): tf.Tensor {
  const units = raw.shape[1];
  if (units === 1) return raw;
  const best = unit === undefined ? raw.argMax(1) : tf.fill([raw.shape[0]], unit, "int32");
  return tf.oneHot(best as tf.Tensor1D, units).mul(raw);
}

function byNumber(_: Model, value: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.grad(value)(x);
}

/** The gradient by the words' vectors is that by a zero which each embedding adds to what it gives, for this one call. */
function byWord(model: Model, value: (x: tf.Tensor) => tf.Tensor, words: tf.Tensor): tf.Tensor {
  const layers = embeddings(model);
  const widths = layers.map((layer) => layer.getConfig().outputDim as number);
  const zeros = widths.map((width) => tf.zeros([...words.shape, width]));
  layers.forEach((layer, i) => {
    const call = layer.call.bind(layer);
    layer.call = (x, kwargs) => tf.add(call(x, kwargs) as tf.Tensor, zeros[i]);
  });
  try {
    const { grads } = tf.engine().gradients(() => value(words), zeros, undefined, true);
    const squares = grads.map((g) => g?.square().sum(-1) ?? tf.zeros(words.shape));
    return tf.addN(squares).sqrt();
  } finally {
    layers.forEach((layer) => Reflect.deleteProperty(layer, "call")); // Back to that of its class.
  }
}

function embeddings({ net }: Model): tf.layers.Layer[] {
  return allLayers(net).filter((layer) => layer.getClassName() === "Embedding");
}

function check<K extends string>(
  model: Model,
  o: SaliencyOptions<K>,
  { at, which, size }: { at: number; which: number; size: number },
): void {
  if (which < 0) {
    throw expected(
      "a task of the model",
      `"${o.task}"`,
      `It has ${list(Object.keys(model.tasks))}.`,
    );
  }
  const names = Object.keys(model.inputs);
  if (at < 0) {
    throw expected("an input of the model", `"${o.input}"`, `It has ${list(names)}.`);
  }
  if (names.length > 1 && embeddings(model).length > 0) {
    const todo = "Look at a model that reads the words alone.";
    throw expected("one input in a model of words", list(names), todo);
  }
  const { units } = model.tasks[o.task];
  const { unit, target } = o;
  if (unit !== undefined && !(Number.isInteger(unit) && unit >= 0 && unit < units)) {
    throw expected(`a unit from 0 to ${units - 1}`, String(unit), "Name a unit of the head.");
  }
  if (!target) return;
  if (target.shape[0] === size && !target.dataSync().some(Number.isNaN)) return;
  throw expected(
    `a target without NaN for each of ${size} rows`,
    target.shape[0] === size ? "NaN in it" : `${target.shape[0]} rows`,
    "Take labelled rows only: data.labelled(task).",
  );
}
