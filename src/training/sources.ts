// Examples of one data set for all tasks, or of a data set for each: what fit and evaluate take.
import * as tf from "@tensorflow/tfjs";
import { expected, list } from "../errors";
import type { Model } from "../models/model";
import type { Task, Tasks } from "../tasks/task";
import { checkExamples, checkInputs, checkLabelled, type Examples } from "./check";

/**
 * One data set with every input and target, or one for each task by name, of different sizes. A task learns from its own
 * data set only; the same data set may serve several tasks. An input of the model that a data set lacks is 0 there.
 */
export type Sources<T extends Tasks = Tasks> =
  Examples | { readonly [K in keyof T & string]: Examples };

/** Sources as one set of examples. */
export interface Joined extends Examples {
  /** The rows of each data set. */
  readonly groups: readonly (readonly number[])[];
  /** Frees what joining took; the sources stay. */
  dispose(): void;
}

/** What to train on and what to measure on, checked and joined; the latter has labels for every task. */
export function joinedBoth(model: Model, data: Sources, validation?: Partial<Sources>) {
  const seen = joined(model, data, { training: true });
  let unseen: Joined | undefined;
  try {
    unseen = validation && joined(model, validation as Sources, { training: true });
    if (unseen) checkLabelled(model, unseen.targets, "the validation data");
  } catch (error) {
    seen.dispose();
    unseen?.dispose();
    throw error;
  }
  const dispose = () => [seen, unseen].forEach((part) => part?.dispose());
  return { seen, unseen, dispose };
}

/**
 * Checks the sources against the model and joins them, with NaN where a data set has nothing to say on a task. For an
 * unsupervised task a target may be missing; in `training` its own data set's unlabelled rows get -1, as they count.
 */
export function joined(model: Model, data: Sources, { training = false } = {}): Joined {
  if (isExamples(data)) {
    if (Object.values(model.tasks).some((task) => task.unsupervised)) {
      checkInputs(model, data.inputs);
      return joined(
        model,
        mapped(model.tasks, () => data),
        { training },
      );
    }
    checkExamples(model, data);
    const size = Object.values(data.targets)[0].shape[0];
    return { ...data, groups: [rows(0, size)], dispose() {} };
  }
  const sets = [...new Set(Object.keys(model.tasks).map((task) => sourceOf(data, task, model)))];
  const made = tf.tidy(() => {
    const parts = sets.map((set) => {
      const own = Object.keys(model.tasks).filter((task) => data[task] === set);
      const part = partOf(model, set, own, training ? -1 : NaN);
      checkExamples(model, part);
      return part;
    });
    const join = (kind: "inputs" | "targets", names: readonly string[]) =>
      Object.fromEntries(names.map((n) => [n, tf.concat(parts.map((part) => part[kind][n]))]));
    return {
      inputs: join("inputs", Object.keys(model.inputs)),
      targets: join("targets", Object.keys(model.tasks)),
    };
  });
  const sizes = sets.map((set) => sizeOf(set));
  const from = sizes.map((_, i) => sizes.slice(0, i).reduce((a, b) => a + b, 0));
  return {
    ...made,
    groups: sizes.map((size, i) => rows(from[i], size)),
    dispose: () => void tf.dispose([Object.values(made.inputs), Object.values(made.targets)]),
  };
}

/** Not so where a task is called "inputs" and has a data set. */
function isExamples(data: Sources): data is Examples {
  const inputs = data?.inputs as Examples["inputs"] | undefined;
  return inputs !== undefined && (!inputs.inputs || inputs.inputs instanceof tf.Tensor);
}

function sourceOf(data: Readonly<Record<string, Examples>>, task: string, model: Model): Examples {
  const names = Object.keys(data ?? {});
  const strange = names.find((name) => !(name in model.tasks));
  if (data?.[task]?.inputs && strange === undefined) return data[task];
  throw expected(
    `one data set, or one for each of the tasks ${list(Object.keys(model.tasks))}`,
    `data sets for ${list(names)}`,
    "Name them as the model names its tasks.",
  );
}

/** The data set as the whole model sees it: these tasks' targets, NaN for others; 0 in inputs it lacks. */
function partOf(model: Model, set: Examples, own: readonly string[], unlabelled: number): Examples {
  const size = sizeOf(set);
  checkLacking(model, set, own);
  const nothing = (task: Task) => tf.fill([size, ...task.target], NaN);
  const targetOf = (task: Task, name: string) => {
    if (!task.unsupervised) return set.targets[name];
    const target = set.targets?.[name] ?? nothing(task);
    return tf.where(tf.isNaN(target), tf.fill(target.shape, unlabelled), target);
  };
  return {
    inputs: mapped(model.inputs, (shape, name) => set.inputs[name] ?? tf.zeros([size, ...shape])),
    targets: mapped(model.tasks, (task, name) =>
      own.includes(name) ? targetOf(task, name) : nothing(task),
    ),
  };
}

function mapped<A, B>(from: Readonly<Record<string, A>>, make: (value: A, name: string) => B) {
  const entries = Object.entries(from).map(([name, value]) => [name, make(value, name)] as const);
  return Object.fromEntries(entries) as Record<string, B>;
}

/** An input may be lacking, but one of another name beside that is more likely a slip of the pen. */
function checkLacking(model: Model, set: Examples, own: readonly string[]): void {
  const lacking = Object.keys(model.inputs).filter((name) => !(name in set.inputs));
  const unknown = Object.keys(set.inputs).filter((name) => !(name in model.inputs));
  const some = lacking.length < Object.keys(model.inputs).length;
  if (lacking.length === 0 || (some && unknown.length === 0)) return;
  throw expected(
    `inputs among ${list(Object.keys(model.inputs))} in the data set of ${list(own)}`,
    list(Object.keys(set.inputs)),
    "Name them as the model does; leave out what it does not read: select().",
  );
}

function sizeOf({ inputs }: Examples): number {
  return Object.values(inputs)[0].shape[0];
}

function rows(from: number, size: number): number[] {
  return Array.from({ length: size }, (_, i) => from + i);
}
