// A network whose tasks come and go: heads are added and put aside, the encoder stays.
import * as tf from "@tensorflow/tfjs";
import { ownWeights, trainableWeights } from "../../models/graph";
import type { Model } from "../../models/model";
import type { Task, Tasks } from "../../tasks/task";
import { expected } from "../../errors";
import { assign, valuesOf, type Values } from "../federated/weights";

/** Makes a model with these tasks; the same encoder each time. */
export type Build = (tasks: Tasks) => Model;

/** The model for the tasks there are now. */
export interface Growing {
  readonly model: Model | undefined;
  /** The model with exactly these tasks: weights of the encoder and of heads seen before are kept. */
  tasks(tasks: Tasks): Model;
  /** Forgets the head of a task: the next one begins with the weights that `build` gives it. */
  forget(name: string): void;
  dispose(): void;
}

/** Keeps encoder and heads from model to model. RangeError if the tasks share no weights. */
export function growing(build: Build, any: Task): Growing {
  const probe = build({ one: any, two: any });
  const count = probe.shared.length;
  probe.dispose();
  if (count === 0) {
    const todo = "Take hardSharing, with a layer or more in its encoder.";
    throw expected("an architecture whose tasks share their encoder", "no shared weights", todo);
  }
  const heads = new Map<string, Values>();
  let encoder: Values | undefined;
  let model: Model | undefined;

  const parts = (of: Model) => {
    const names = Object.keys(of.tasks);
    const all = trainableWeights(of.net);
    if (names.length === 1) {
      return { body: all.slice(0, count), own: new Map([[names[0], all.slice(count)]]) };
    }
    const owned = ownWeights(of.net);
    const own = names.map((name, i): [string, tf.Variable[]] => [
      name,
      owned.flatMap(({ task, weight }) => (task === i ? [weight] : [])),
    ]);
    return { body: [...of.shared], own: new Map(own) };
  };

  return {
    get model() {
      return model;
    },
    tasks(tasks) {
      if (model) {
        const { body, own } = parts(model);
        encoder = valuesOf(body);
        own.forEach((weights, name) => heads.set(name, valuesOf(weights)));
        model.dispose();
      }
      model = build(tasks);
      const { body, own } = parts(model);
      if (encoder) assign(body, encoder);
      own.forEach((weights, name) => heads.has(name) && assign(weights, heads.get(name)!));
      return model;
    },
    forget(name) {
      heads.delete(name);
      if (!model || !(name in model.tasks)) return;
      const fresh = build(model.tasks);
      const [mine, theirs] = [parts(model), parts(fresh)];
      assign(mine.own.get(name)!, valuesOf(theirs.own.get(name)!));
      fresh.dispose();
    },
    dispose() {
      model?.dispose();
      model = undefined;
    },
  };
}
