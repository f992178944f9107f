// How alike two representations are, whatever their widths: centred kernel alignment.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Model } from "../models/model";
import { features, layersOf } from "./features";

/** How to compare. */
export interface CkaOptions {
  /** Take away the bias that makes wide layers look alike on few rows. Default false. */
  debiased?: boolean;
}

/**
 * Linear CKA (Kornblith et al. 2019) of two representations of the same rows, [rows, widthX] and [rows, widthY]:
 * HSIC(K, L) / sqrt(HSIC(K, K) HSIC(L, L)) with K = X X^T and L = Y Y^T. From 0 to 1, and the same after rotations and
 * scaling of X or Y. Plain: HSIC(K, L) = <H K H, H L H>, H = I - 1/n, which needs 2 rows. `debiased`: the unbiased HSIC of
 * Song et al. (2012), around 0 for independent X and Y, slightly negative by chance; it needs 4 rows. NaN where a
 * representation is the same for every row. RangeError for different or too few rows.
 *
 * @example
 * const [a, b] = features(model, test.inputs, layersOf(model));
 * cka(a, b);
 */
export function cka(x: tf.Tensor2D, y: tf.Tensor2D, o: CkaOptions = {}): number {
  return ckaMatrix([x], [y], o)[0][0];
}

/** What `similarity` gives: plot.matrix(values, rows, { columns, ... }) shows it. */
export interface Similarity {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly values: readonly (readonly number[])[];
}

/**
 * CKA between every layer of one model (rows) and every layer of another (columns), or of the same, on the same inputs.
 * Where tasks' networks agree low down, sharing costs nothing there (Raghu et al. 2021 read such matrices). Memory grows
 * with the square of the number of rows: a thousand are plenty. RangeError for inputs that do not fit either model.
 *
 * @example
 * const { values, rows, columns } = similarity(digitNet, parityNet, test.inputs, { debiased: true });
 * plot.matrix(values, rows, { columns, title: "Alike?", x: "parity", y: "digit", value: "CKA" });
 */
export function similarity(
  a: Model,
  b: Model,
  inputs: Readonly<Record<string, tf.Tensor>>,
  o: CkaOptions = {},
): Similarity {
  const [rows, columns] = [layersOf(a), layersOf(b)];
  let values: number[][] = [];
  tf.tidy(() => {
    values = ckaMatrix(features(a, inputs, rows), features(b, inputs, columns), o);
  });
  return { rows, columns, values };
}

function ckaMatrix(
  xs: tf.Tensor2D[],
  ys: tf.Tensor2D[],
  { debiased = false }: CkaOptions,
): number[][] {
  check([...xs, ...ys], debiased ? 4 : 2);
  let values: number[][] = [];
  tf.tidy(() => {
    const [left, right] = [xs, ys].map((all) => all.map(debiased ? unbiased : centred));
    values = left.map((k) => right.map((l) => k.mul(l).sum().dataSync()[0]));
  });
  return values;
}

/** The kernel of centred rows, H X X^T H, at length 1. */
function centred(x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const rows = x.sub(x.mean(0)) as tf.Tensor2D;
    return unit(tf.matMul(rows, rows, false, true));
  });
}

/** The U-centred kernel, zero on its diagonal, at length 1: <K, L> / (n (n - 3)) of two such is the unbiased HSIC. */
function unbiased(x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const n = x.shape[0];
    const rows = x.sub(x.mean(0)) as tf.Tensor2D; // Changes nothing but the rounding.
    const off = tf.sub(1, tf.eye(n));
    const k = tf.matMul(rows, rows, false, true).mul(off);
    const sums = k.sum(1, true).div(n - 2);
    const total = k.sum().div((n - 1) * (n - 2));
    return unit(k.sub(sums).sub(sums.transpose()).add(total).mul(off) as tf.Tensor2D);
  });
}

/** Of length 1, so that sums of float32 squares cannot overflow; NaN for a kernel of zeros. */
function unit(kernel: tf.Tensor2D): tf.Tensor2D {
  const scaled = kernel.div(kernel.abs().max());
  return scaled.div(scaled.square().sum().sqrt());
}

function check(all: readonly tf.Tensor2D[], least: number): void {
  const sizes = [...new Set(all.map(({ shape }) => shape[0]))];
  if (sizes.length === 1 && sizes[0] >= least) return;
  throw expected(
    `the same rows in both representations, at least ${least}`,
    sizes.join(" and "),
    "Compare features of the same, and enough, examples.",
  );
}
