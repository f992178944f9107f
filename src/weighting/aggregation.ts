// An aggregation combines the tasks' gradients themselves: the interface for methods that need more than their products.
import { gramOf } from "./solvers/linear";
import type { StepInfo, Weighting } from "./weighting";

/** The gradients of the tasks over the shared weights, one flat row per task, all of one length. */
export type Rows = readonly ArrayLike<number>[];

/** One step as an aggregation sees it. */
export interface RowsInfo extends Omit<StepInfo, "gram"> {
  /** One gradient matrix per batch: as many as the aggregation's `batches` asks for, of independent batches. */
  readonly rows: readonly Rows[];
  /** How many entries of a row belong to each shared weight, in order; training says. */
  readonly sizes?: readonly number[];
  /**
   * What batch `batch` would give after theta <- theta - step over the shared weights, at the cost of one more gradient per
   * task. Training offers it; a caller without a network may not.
   */
  ahead?(batch: number, step: ArrayLike<number>): Ahead;
}

/** The tasks' losses and gradients on one batch at other weights. */
export interface Ahead {
  readonly losses: readonly number[];
  readonly rows: Rows;
}

/** What an aggregation answers. */
export interface Combined {
  /** The update of the shared weights: theta <- theta - rate * gradient. */
  readonly gradient: Float64Array;
  /** What multiplies each head's own loss, averaged over the batches. */
  readonly heads: readonly number[];
}

/** An aggregation in one run. */
export interface Combiner {
  combine(info: RowsInfo): Combined;
  /** As in Rule. */
  observe?(info: StepInfo): void;
  /** As in Rule. */
  after?(losses: readonly number[]): void;
}

/**
 * A way to combine gradients that weights from a Gram matrix cannot express, because it looks at single coordinates
 * (GradDrop, trimmed mean, ExcessMTL, AdaTask), remembers gradients (MoCo, DB-MTL), compares batches (MoDo, SDMGrad) or looks
 * at what a step would lead to (MOML, Auto-Lambda, FORUM).
 * It costs one gradient per task, copied out as numbers. The scale convention of Weighting holds: agreeing tasks' update
 * is the sum of their gradients.
 *
 * @example
 * const { gradient } = gradDrop().start(["a", "b"]).combine({ step: 0, epoch: 0, losses: [1, 2], rows: [[[1, 0], [0, 1]]] });
 */
export interface Aggregation {
  readonly name: string;
  /**
   * How many independent batches a step looks at; default 1. A task without a label in one of them has gradient 0 there, and
   * losses and heads' gradients are plain means over the batches: labels in a few of them count for less.
   */
  readonly batches?: number;
  /** As in Weighting. */
  start(tasks: readonly string[], all?: readonly string[]): Combiner;
}

/**
 * Any weighting as an aggregation: computes the Gram matrix of the rows in float64 and sums the rows by the weights.
 *
 * @example
 * aggregationOf(upgrad()).start(["a", "b"]).combine({ step: 0, epoch: 0, losses: [1, 1], rows: [[[1, 0], [-1, 1]]] });
 */
export function aggregationOf(weighting: Weighting): Aggregation {
  return {
    name: weighting.name,
    start(tasks, all) {
      const rule = weighting.start(tasks, all);
      return {
        combine(info) {
          const [rows] = info.rows;
          const seen: StepInfo = { ...info, gram: weighting.needs === "gram" ? gramOf(rows) : [] };
          const weights = rule.weights(seen);
          const own = () => rule.heads?.(seen) ?? weights.map(() => 1);
          return {
            gradient: sumOf(rows, weights),
            heads: weighting.heads === "own" ? own() : weights,
          };
        },
        observe: (info) => rule.observe?.(info),
        ...(rule.after && { after: (losses) => rule.after?.(losses) }),
      };
    },
  };
}

/** sum_t weights_t rows_t. */
export function sumOf(rows: Rows, weights: readonly number[]): Float64Array {
  const sum = new Float64Array(rows[0].length);
  rows.forEach((row, t) => {
    const w = weights[t];
    if (w !== 0) for (let i = 0; i < sum.length; i++) sum[i] += w * row[i];
  });
  return sum;
}
