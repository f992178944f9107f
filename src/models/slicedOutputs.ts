// One output matrix for all tasks, of which each task takes its columns.
import type * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Tasks } from "../tasks/task";
import { flat } from "./blocks/dense";
import { begin, finish, layerName, through } from "./build";
import { Columns } from "./layers/columns";
import type { Model, ModelOptions } from "./model";
import { linear } from "./stages";

/**
 * Hard sharing down to the last layer (A004; formula F10): several inputs are concatenated, one linear layer gives the
 * scores of all tasks as one matrix Y = h(x) W + b, [batch, sum of the tasks' units], and task i reads its columns of it.
 * The same function as `hardSharing` with linear heads; the matrix counts as shared, so that weightings which compare
 * gradients see all of it. `head` layers are shared as well.
 *
 * @example
 * const model = slicedOutputs({ inputs: { image: [64], text: [20] }, encoder: mlp([64]), tasks });
 */
export function slicedOutputs<T extends Tasks>(o: ModelOptions<T>): Model<T> {
  const { inputs, features, rng } = begin(o);
  const seen = through(features, [...o.encoder, ...(o.head ?? [])], rng);
  const tasks = Object.entries(o.tasks);
  const own = tasks.find(([, task]) => task.layer);
  if (own) {
    const todo = "Use another architecture for it, hardSharing for instance.";
    throw expected(
      "tasks whose outputs are linear",
      `a last layer of its own in "${own[0]}"`,
      todo,
    );
  }
  const total = tasks.reduce((sum, [, { units }]) => sum + units, 0);
  const matrix = linear(total, rng).apply(flat(seen)) as tf.SymbolicTensor;
  let from = 0;
  const outputs = tasks.map(([name, { units: count }]) => {
    const columns = new Columns({
      from,
      count,
      name: name in o.inputs ? undefined : layerName(name),
    });
    from += count;
    return columns.apply(matrix) as tf.SymbolicTensor;
  });
  return finish(o, inputs, outputs);
}
