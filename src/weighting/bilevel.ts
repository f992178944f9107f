// What methods share that learn task weights on one batch so that training on another one gets better.
import { expected } from "../errors";
import { sumOf, type Ahead, type Combined, type Rows, type RowsInfo } from "./aggregation";
import { dot } from "./solvers/linear";
import { softmax } from "./solvers/simplex";

export interface BilevelOptions {
  /** Length of the step that is tried, as a learning rate. */
  innerRate?: number;
  /** Of Adam for the logits of the task weights. */
  learningRate?: number;
}

/** What a batch would give after a step; throws where nothing can be tried. */
export function lookahead(name: string, { ahead }: RowsInfo): (b: number, s: Step) => Ahead {
  if (ahead) return ahead;
  throw expected(
    `ahead(batch, step) for ${name}, which looks at what a step leads to`,
    "none",
    "Train with fit(), or hand it to combine() with the rows.",
  );
}

type Step = ArrayLike<number>;

/** The slope of the logits x where w = softmax(x) and `slope` is that of w. */
export function throughSoftmax(w: readonly number[], slope: readonly number[]): number[] {
  const level = dot(w, slope);
  return w.map((x, t) => x * (slope[t] - level));
}

/** The step that is tried with the task weights s: rate sum_t s_t grad l_t. */
export function trialStep(rows: Rows, s: readonly number[], rate: number): Float64Array {
  return sumOf(
    rows,
    s.map((x) => x * rate),
  );
}

/** The update with learned logits x: K sum_t softmax(x)_t grad l_t, a mean over the batches. Heads get the weights. */
export function learnedUpdate(batches: readonly Rows[], logits: readonly number[]): Combined {
  const weights = softmax(logits).map((x) => x * logits.length);
  return { gradient: sumOf(meanRows(batches), weights), heads: weights };
}

/** The tasks' gradients, a mean over batches. */
function meanRows(batches: readonly Rows[]): Float64Array[] {
  return batches[0].map((row, t) =>
    Float64Array.from(
      row,
      (_, i) => batches.reduce((s, rows) => s + rows[t][i], 0) / batches.length,
    ),
  );
}
