// The border between a model and data: what `fit`, `evaluate` and `predict` check before they start.
import * as tf from "@tensorflow/tfjs";
import { labelledRows } from "../data/labels";
import { expected, list } from "../errors";
import type { Model } from "../models/model";
import type { FitOptions } from "./fit";

type Named = Readonly<Record<string, tf.Tensor>>;

/** What a model trains on and is judged by; a Dataset is one. */
export interface Examples {
  readonly inputs: Named;
  readonly targets: Named;
}

/** Throws unless the data have every input and target of the model, of the right shapes, with values a task can learn. */
export function checkExamples(model: Model, data: Examples): void {
  const size = checkInputs(model, data.inputs);
  for (const [name, task] of Object.entries(model.tasks)) {
    const target = find(data.targets, name, "target", "task");
    checkShape(`target "${name}"`, target, task.target);
    if (target.shape[0] !== size) {
      throw expected(`${size} rows in target "${name}"`, String(target.shape[0]), "Give as many.");
    }
    const problem = task.problem?.(target.dataSync());
    if (problem === undefined) continue;
    throw expected(
      `values that task "${name}" can learn`,
      problem,
      "Correct the target or choose another task.",
    );
  }
}

/** Throws unless every input of the model is there, with rows and without NaN; returns the number of rows. */
export function checkInputs(model: Model, inputs: Named): number {
  const sizes = Object.entries(model.inputs).map(([name, shape], i) => {
    const input = find(inputs, name, "input", "input");
    checkShape(`input "${name}"`, input, shape);
    checkNumbers(name, input);
    checkWords(name, input, model.net.inputs[i]);
    return input.shape[0];
  });
  if (sizes.every((size) => size === sizes[0])) return sizes[0];
  throw expected("as many rows in every input", sizes.join(" and "), "Give one row per example.");
}

/** Throws unless every task of the model has a labelled row; `data` names the data: "the validation data". */
export function checkLabelled(model: Model, targets: Named, data: string): void {
  const empty = Object.entries(model.tasks).find(([name, task]) => {
    const target = targets[name];
    if (task.unsupervised) return false;
    return labelledRows(target.dataSync(), target.shape[0]).length === 0;
  });
  if (empty === undefined) return;
  throw expected(
    `a labelled row for every task in ${data}`,
    `only unlabelled rows (NaN) for "${empty[0]}"`,
    "Keep some labels there.",
  );
}

/** Throws for options of `fit` that make no sense. */
export function checkFitOptions(o: FitOptions): void {
  const { epochs, batchSize, patience, accumulate } = o;
  const whole = { epochs, batchSize, patience, accumulate };
  for (const [name, value] of Object.entries(whole)) {
    if (value === undefined || (Number.isInteger(value) && value >= 1)) continue;
    throw expected(`${name} to be a whole number from 1 up`, String(value), "Correct it.");
  }
  if (o.learningRate !== undefined && !(o.learningRate > 0)) {
    throw expected("learningRate above 0", String(o.learningRate), "Try 0.001.");
  }
  if (o.learningRate !== undefined && o.optimizer) {
    throw expected(
      "learningRate or an optimizer",
      "both",
      "Give the optimizer its rate: tf.train.sgd(0.1).",
    );
  }
  if (o.patience !== undefined && !o.validation) {
    throw expected("validation data where there is patience", "none", "Pass validation: test.");
  }
  if (o.weighting !== undefined && typeof o.weighting.start !== "function") {
    const todo = "Call the function that makes one: weighting: uncertainty().";
    throw expected("a weighting", `a ${typeof o.weighting}`, todo);
  }
}

function find(from: Named, name: string, kind: string, what: string): tf.Tensor {
  const tensor = from?.[name];
  if (tensor instanceof tf.Tensor) return tensor;
  const others = list(Object.keys(from ?? {}).filter((other) => other !== name));
  throw expected(
    `a tensor for every ${what} of the model`,
    `${tensor === undefined ? "none" : typeof tensor} for "${name}"; the data have ${others}`,
    `Add the ${kind}, or name it as the model does.`,
  );
}

function checkShape(what: string, tensor: tf.Tensor, example: readonly number[]): void {
  if (tensor.dtype === "string") {
    throw expected(`numbers in ${what}`, "text", "Turn it into numbers first.");
  }
  const fits =
    tensor.rank === example.length + 1 && example.every((size, i) => size === tensor.shape[i + 1]);
  if (!fits) {
    const shape = ["rows", ...example].join(", ");
    throw expected(`${what} of shape [${shape}]`, `[${tensor.shape.join(", ")}]`, "Reshape it.");
  }
  if (tensor.shape[0] > 0) return;
  throw expected(`${what} to have at least one row`, "none", "Give some examples.");
}

function checkNumbers(name: string, input: tf.Tensor): void {
  const sum = tf.tidy(() => input.cast("float32").sum().dataSync()[0]);
  if (Number.isFinite(sum)) return;
  const width = input.size / input.shape[0];
  const values = input.dataSync();
  const wrong = values.findIndex((value: number) => !Number.isFinite(value));
  if (wrong < 0) return; // Large values whose sum overflows.
  throw expected(
    `numbers in input "${name}"`,
    `${values[wrong]} in row ${Math.floor(wrong / width)}`,
    "Fill or drop missing inputs; only targets may be NaN.",
  );
}

/** Word numbers outside the vocabulary of an embedding that reads this input. */
function checkWords(name: string, input: tf.Tensor, at: tf.SymbolicTensor): void {
  const readers = at.sourceLayer.outboundNodes.map((node) => node.outboundLayer);
  const embedding = readers.find((layer) => layer.getClassName() === "Embedding");
  if (!embedding) return;
  const words = embedding.getConfig().inputDim as number;
  const values = input.dataSync();
  const wrong = values.findIndex(
    (value: number) => !(value >= 0 && value < words && value % 1 === 0),
  );
  if (wrong < 0) return;
  throw expected(
    `word numbers from 0 to ${words - 1} in input "${name}"`,
    `${values[wrong]} in row ${Math.floor(wrong / (input.size / input.shape[0]))}`,
    "Enlarge the vocabulary of the model, or number rare words alike.",
  );
}
