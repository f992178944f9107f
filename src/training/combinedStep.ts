// A step of an aggregation: it reads every task's gradient out and gives one gradient back.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import { rememberMasks } from "../models/blocks/dropout";
import type { Aggregation, Combiner, Rows } from "../weighting/aggregation";
import { dealt } from "./batches";
import { gradientsOf, type TaskGradients } from "./gradients";
import { checked, read, vector } from "./numbers";
import type { At, Batch, Making, Weighed } from "./step";
import { measureOf } from "./weightedStep";

/** The step, to be run inside tf.tidy. Its batch is cut into as many as the aggregation looks at. */
export function combinedStep(
  { model, optimizer, accumulate, fast }: Making,
  aggregation: Aggregation,
  combiner: Combiner,
): (batch: Batch, at: At) => Weighed {
  const names = Object.keys(model.tasks);
  const gradients = gradientsOf(model, optimizer, accumulate);
  const measureEach = fast(gradients.measure);
  const apply = fast(gradients.applyCombined);
  const measure = fast(measureOf(model, accumulate));

  return (batch, at) => {
    const again = rememberMasks(model.net);
    const parts = dealt(batch, aggregation.batches ?? 1);
    const found = parts.map((part) => measureEach(part));
    const losses = read(tf.stack(found.map((f) => f.losses)).mean(0), names, at);
    const ahead = (part: number, step: ArrayLike<number>) => {
      const f = gradients.moved(vector(step), () => measureEach(parts[part]));
      return { losses: [...f.losses.dataSync()], rows: rowsOf(f) };
    };
    const info = { ...at, losses, sizes: gradients.sizes };
    const { gradient, heads } = combiner.combine({ ...info, rows: found.map(rowsOf), ahead });
    checked(aggregation, names, heads);
    if (!gradient.every(Number.isFinite)) {
      const name = `a finite gradient from aggregation "${aggregation.name}"`;
      throw expected(name, "NaN or Infinity", "Correct its combine(), or lower learningRate.");
    }
    apply({ found, gradient: vector(gradient), heads: vector(heads) });
    combiner.observe?.({ ...info, gram: [] });
    if (combiner.after) {
      again();
      combiner.after(read(measure(batch), names, at));
    }
    return { losses, weights: heads };
  };
}

/** The gradients as numbers, a row per task. */
function rowsOf({ shared }: TaskGradients): Rows {
  const values = shared.dataSync();
  const [tasks, size] = shared.shape;
  return Array.from({ length: tasks }, (_, t) => values.subarray(t * size, (t + 1) * size));
}
