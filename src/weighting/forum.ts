// FORUM: a direction for all tasks on one batch that still minimises the weighted loss on another.
import { sumOf, type Aggregation, type Ahead, type Rows } from "./aggregation";
import { lookahead, throughSoftmax, type BilevelOptions } from "./bilevel";
import { adam } from "./solvers/adam";
import { dot, gramOf } from "./solvers/linear";
import { minNorm, simplexQp } from "./solvers/simplexQp";
import { softmax } from "./solvers/simplex";

export interface ForumOptions extends BilevelOptions {
  /** Steps of descent that estimate the least weighted loss. */
  innerSteps?: number;
  /** How much of its own slope the weighted loss is to lose at least. */
  phi?: number;
}

/**
 * First-order multi-gradient bilevel optimisation (Ye et al. 2024). Below: f = sum_t s_t l_t on one batch, s = softmax(x),
 * is at most q = f(theta) - f(theta~) from its least value, theta~ being `innerSteps` steps of descent away. Above: the
 * tasks' gradients g_t on another batch. d = sum_t w_t g_t + nu h with h = grad q = (sum_t s_t grad l_t, J'(l - l~)):
 * w on the simplex and nu >= 0 minimise |d|^2 / 2 - nu phi |h|^2, so that no task is hurt and q falls by phi |h|^2.
 * w is averaged with the rate (epoch + 1)^(-3/4); the update is K d, and x takes a step of Adam along nu J'(l - l~).
 *
 * The problem is solved exactly; theta~ moves the shared weights alone. Heads receive K (w + nu s), over both batches.
 *
 * @example
 * fit(model, data, { weighting: forum(), batchSize: 64 });
 */
export function forum({
  innerRate = 0.1,
  innerSteps = 5,
  phi = 0.1,
  learningRate = 1e-3,
}: ForumOptions = {}): Aggregation {
  return {
    name: "FORUM",
    batches: 2,
    start(tasks) {
      const step = adam({ learningRate });
      let logits = tasks.map(() => 0);
      let usual: number[] | undefined;
      return {
        combine(info) {
          const [inner, outer] = info.rows;
          const ahead = lookahead("forum()", info);
          const s = softmax(logits);
          const h = sumOf(inner, s);
          const [now, then] = descended((at) => ahead(0, at), h, s, innerRate, innerSteps);
          const bend = throughSoftmax(
            s,
            now.losses.map((l, t) => l - then.losses[t]),
          );
          const size = dot(h, h) + dot(bend, bend);
          const w = shares(outer, h, size, phi);
          const rate = (info.epoch + 1) ** -0.75;
          usual = w.map((x, t) => (usual ? (1 - rate) * usual[t] + rate * x : x));
          const upper = sumOf(outer, usual);
          const nu = multiplier(upper, h, size, phi);
          logits = step(
            logits,
            bend.map((x) => nu * x),
          );
          const count = tasks.length;
          return {
            gradient: upper.map((x, i) => count * (x + nu * h[i])),
            heads: usual.map((x, t) => count * (x + nu * s[t])),
          };
        },
      };
    },
  };
}

/** Where theta is, and where some steps of descent lead. */
function descended(
  at: (step: ArrayLike<number>) => Ahead,
  h: Float64Array,
  s: readonly number[],
  rate: number,
  steps: number,
): [Ahead, Ahead] {
  const now = at(new Float64Array(h.length));
  let [far, then] = [h.map((x) => rate * x), now];
  for (let i = 0; i < steps; i++) {
    then = at(far);
    const slope = sumOf(then.rows, s);
    far = far.map((x, j) => x + rate * slope[j]);
  }
  return [now, then];
}

/** nu for a given upper gradient: what it takes to meet the lower level's share. */
function multiplier(upper: Float64Array, h: Float64Array, size: number, phi: number): number {
  return size > 0 ? Math.max(0, phi - dot(upper, h) / size) : 0;
}

/** The tasks' weights. With nu put in, a problem over the simplex is left: with the lower level, or where nu is 0 without. */
function shares(outer: Rows, h: Float64Array, size: number, phi: number): number[] {
  const gram = gramOf(outer);
  if (size === 0) return minNorm(gram);
  const along = outer.map((row) => dot(row, h));
  const across = gram.map((row, i) => row.map((a, j) => a - (along[i] * along[j]) / size));
  const w = simplexQp(
    across,
    along.map((a) => phi * a),
  );
  return dot(w, along) <= phi * size ? w : minNorm(gram);
}
