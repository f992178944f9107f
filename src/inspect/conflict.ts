// How much tasks' gradients are at odds in one step, read off their Gram matrix.
import { expected } from "../errors";
import { eigen, rank } from "../weighting/solvers/eigen";
import { cosines, type Matrix } from "../weighting/solvers/linear";

/** What a Gram matrix of task gradients says about conflict. */
export interface Conflict {
  /** cosines[i][j] = <g_i, g_j> / (|g_i| |g_j|), [tasks, tasks]; 0 where a gradient is zero. */
  readonly cosines: readonly (readonly number[])[];
  /** similarity[i][j] = 2 |g_i| |g_j| / (|g_i|^2 + |g_j|^2), from 0 to 1 (equal lengths). */
  readonly similarity: readonly (readonly number[])[];
  /** Share of the pairs whose cosine is below 0, from 0 to 1. */
  readonly conflicting: number;
  /** max |g_i| / min |g_i|, at least 1; Infinity where a gradient is zero. */
  readonly magnitudeRatio: number;
  /** Of the matrix of gradients: largest by smallest singular value; Infinity for linearly dependent gradients. */
  readonly condition: number;
}

/**
 * Conflict measures of one step: cosines and gradient magnitude similarity (Yu et al. 2020), the ratio of the longest to
 * the shortest gradient, and the condition number of the gradient matrix G that Aligned-MTL brings to 1 (Senushkin et al.
 * 2023): sqrt(lambda_max(G G^T) / lambda_min(G G^T)). `gram` is what a weighting that needs "gram" sees, [tasks, tasks].
 * RangeError for a matrix that is not square and finite.
 *
 * @example
 * conflict([[4, -1], [-1, 1]]).cosines[0][1]; // -0.5
 */
export function conflict(gram: Matrix): Conflict {
  checkGram(gram);
  const lengths = gram.map((row, i) => Math.sqrt(Math.max(0, row[i])));
  const angles = cosines(gram);
  const pairs = angles.flatMap((row, i) => row.slice(i + 1));
  return {
    cosines: angles,
    similarity: lengths.map((a) => lengths.map((b) => similar(a, b))),
    conflicting: pairs.filter((c) => c < 0).length / Math.max(pairs.length, 1),
    magnitudeRatio: ratio(Math.max(...lengths), Math.min(...lengths)),
    condition: conditionOf(gram),
  };
}

function similar(a: number, b: number): number {
  return a === 0 && b === 0 ? 1 : (2 * a * b) / (a * a + b * b);
}

function conditionOf(gram: Matrix): number {
  if (rank(gram) < gram.length) return Infinity;
  const { values } = eigen(gram);
  return Math.sqrt(ratio(values[0], Math.max(0, values[values.length - 1])));
}

function ratio(large: number, small: number): number {
  return small === 0 ? Infinity : large / small;
}

function checkGram(gram: Matrix): void {
  const fits = gram.length > 0 && gram.every((row) => row.length === gram.length);
  if (fits && gram.flat().every(Number.isFinite)) return;
  throw expected(
    "a square matrix of finite numbers, <g_i, g_j> for tasks i and j",
    fits
      ? "NaN or Infinity in it"
      : `rows of ${gram.map((row) => row.length).join(", ") || "none"}`,
    'Pass the gram that a weighting with needs: "gram" sees.',
  );
}
