// A decision tree: questions about one column at a time, until the rows of a leaf are alike.
import { checkLearner, untrained, type Learner, type LearnerOptions } from "../learner";
import { seeded, shuffled, type Rng } from "../../data/random";
import { expected } from "../../errors";
import { classWeights, features, totals, type Features } from "../table";
import { sparse, type Sparse } from "./sparse";

/** How a tree grows. */
export interface TreeOptions extends LearnerOptions {
  /** Questions from the root to a leaf, at most. Default 10. */
  depth?: number;
  /** Rows in a leaf, at least. Default 1. */
  leaf?: number;
  /** Added to each class of a leaf, so that a leaf of one row is not certain (Laplace). 0 leaves shares. Default 1. */
  smoothing?: number;
  /** Of equal questions the first in a random order of columns, drawn anew at each node. Default: the first column. */
  seed?: number;
}

type Node = { p: number[] } | { column: number; threshold: number; left: Node; right: Node };

/**
 * A classification tree (CART; Breiman et al. 1984). Each node asks x_j <= t where the Gini impurity,
 * sum over both sides of w (1 - sum_c p_c^2), falls most; t lies half way between two neighbouring values, and of equal
 * questions the first column's lowest counts: with a handful of labels many are equal, and learners that are to differ
 * need a `seed` each. A leaf says p_c = (w_c + smoothing) / (w + smoothing * classes).
 *
 * @example
 * const learner = tree({ view: "x", target: "digit", classes: 10, depth: 8 });
 */
export function tree(o: TreeOptions): Learner {
  checkLearner("tree", o);
  checkGrowth(o);
  const { view, target, classes } = o;
  let root: Node | undefined;
  let width = 0;
  return {
    target,
    classes,
    async fit(data) {
      const weights = classWeights(data, target, classes);
      totals(weights, target, classes);
      const table = features(data, view);
      width = table.width;
      const all = Array.from({ length: table.size }, (_, row) => row);
      const labels = sparse(weights, classes, all);
      const rng = o.seed === undefined ? undefined : seeded(o.seed);
      root = grow({ ...o, table, labels, rng }, sortedRows(table, labels), 0);
    },
    probabilities(data) {
      if (!root) throw untrained("tree");
      const asked = features(data, view);
      if (asked.width !== width) {
        throw expected(
          `${width} columns, as in training`,
          String(asked.width),
          "Give the same view.",
        );
      }
      return Array.from({ length: asked.size }, (_, row) => {
        let node = root!;
        while ("column" in node) {
          node = asked.x[row * width + node.column] <= node.threshold ? node.left : node.right;
        }
        return [...node.p];
      });
    },
  };
}

/** `labels` holds a row's weights by class; mostly that is one. */
type Growing = TreeOptions & { table: Features; labels: Sparse; rng?: Rng };

/** `order[j]` holds the rows of the node, sorted by column j; sorted once, later only parted. */
function grow(o: Growing, order: Uint32Array[], level: number): Node {
  const { table, depth = 10, smoothing = 1, classes } = o;
  const sums = sumsOf(o, order[0]);
  const weight = sums.reduce((a, b) => a + b, 0);
  const pure = sums.some((sum) => sum === weight);
  const question = pure || level >= depth ? undefined : bestQuestion(o, order, sums);
  if (!question) {
    return { p: sums.map((sum) => (sum + smoothing) / (weight + smoothing * classes)) };
  }
  const { column, threshold } = question;
  const isLeft = (row: number) => table.x[row * table.width + column] <= threshold;
  const left = order.map((rows) => rows.filter(isLeft));
  const right = order.map((rows) => rows.filter((row) => !isLeft(row)));
  return { column, threshold, left: grow(o, left, level + 1), right: grow(o, right, level + 1) };
}

/** The question after which sum_c l_c^2 / l + sum_c r_c^2 / r is largest, which is where impurity is least. */
function bestQuestion(o: Growing, order: readonly Uint32Array[], sums: readonly number[]) {
  const { table, labels, rng, leaf = 1 } = o;
  const { from, column: classOf, value: weights } = labels;
  const total = sums.reduce((a, b) => a + b, 0);
  const squares = sums.reduce((a, b) => a + b * b, 0);
  let best: { column: number; threshold: number } | undefined;
  let highest = -Infinity;
  for (const column of rng ? shuffled(order.keys(), rng) : order.keys()) {
    const rows = order[column];
    const left = new Float64Array(sums.length);
    // Weight and squared weights by class on either side; a row that changes sides changes only its own class.
    let [l, ll, rr] = [0, 0, squares];
    for (let i = 0; i < rows.length - 1; i++) {
      const row = rows[i];
      for (let k = from[row]; k < from[row + 1]; k++) {
        const c = classOf[k];
        const weight = weights[k];
        ll += weight * (2 * left[c] + weight);
        rr -= weight * (2 * (sums[c] - left[c]) - weight);
        left[c] += weight;
        l += weight;
      }
      const here = table.x[row * table.width + column];
      const next = table.x[rows[i + 1] * table.width + column];
      if (here === next || i + 1 < leaf || rows.length - i - 1 < leaf) continue;
      const score = ll / l + rr / (total - l);
      // Sums of float32 weights in another order differ by rounding; that must not choose a question.
      if (score <= highest + 1e-9 * total) continue;
      highest = score;
      best = { column, threshold: (here + next) / 2 };
    }
  }
  return best;
}

function sumsOf({ labels, classes }: Growing, rows: Uint32Array): number[] {
  const sums = Array<number>(classes).fill(0);
  for (const row of rows) {
    for (let k = labels.from[row]; k < labels.from[row + 1]; k++) {
      sums[labels.column[k]] += labels.value[k];
    }
  }
  return sums;
}

/** For each column the labelled rows, smallest value first. */
function sortedRows({ x, width, size }: Features, { from }: Sparse): Uint32Array[] {
  const labelled = Uint32Array.from(Array(size).keys()).filter((row) => from[row + 1] > from[row]);
  return Array.from({ length: width }, (_, j) =>
    labelled.slice().sort((a, b) => x[a * width + j] - x[b * width + j] || a - b),
  );
}

function checkGrowth({ depth, leaf, smoothing }: TreeOptions): void {
  for (const [name, value] of Object.entries({ depth, leaf })) {
    if (value === undefined || (value >= 1 && (value === Infinity || Number.isInteger(value)))) {
      continue;
    }
    throw expected(`${name} to be a whole number from 1 up`, String(value), "Correct it.");
  }
  if (smoothing === undefined || smoothing >= 0) return;
  throw expected("smoothing from 0 up", String(smoothing), "Try 1.");
}
