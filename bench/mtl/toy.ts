// Problem (a): the two-task toy of CAGrad and Nash-MTL, two weights and no network, in float64.
import { aggregationOf, type Aggregation, type Combiner } from "../../src/weighting/aggregation";
import { alignedMtl } from "../../src/weighting/alignedMtl";
import { famo } from "../../src/weighting/famo";
import { imtlG } from "../../src/weighting/imtlG";
import { adam } from "../../src/weighting/solvers/adam";
import type { Weighting } from "../../src/weighting/weighting";
import { method } from "./methods";

export type Point = readonly [number, number];

const RATE = 0.02;
const LOWER = 5e-6;
/** Methods that need losses above 0 get the loss plus 21. */
const LIFTED = ["GLS", "DB_MTL", "FAMO", "UW", "MoCo"];

/** Ranks decided at float64, as gradients are here; and FAMO has no weight decay, as in its paper's toy. */
const inFloat64: Record<string, () => Weighting> = {
  FAMO: () => famo({ weightDecay: 0 }),
  Aligned_MTL: () => alignedMtl({ tolerance: 2.3e-16 }),
  IMTL_G: () => imtlG({ tolerance: 1e-13 }),
};

/** Where Adam arrives from `start` when the first loss is multiplied by `scale`; `path` is the point every 200 steps. */
export function descend(name: string, scale: number, start: Point, steps: number) {
  const run = combiner(method(name, RATE, 0, inFloat64[name]?.()), ["one", "two"]);
  const move = adam({ learningRate: RATE });
  const lift = LIFTED.includes(name) ? 21 : 0;
  const by = [scale, 1];
  const losses = (x: Point) => toy(x).losses.map((l, t) => (l + lift) * by[t]);
  let x: Point = start;
  const path: Point[] = [];
  for (let step = 0; step < steps; step++) {
    if (step % 200 === 0) path.push(x);
    const rows = toy(x).rows.map((row, t) => row.map((g) => g * by[t]));
    const info = { step, epoch: 0, losses: losses(x) };
    const { gradient } = run.combine({ ...info, rows: [rows] });
    x = move(x, gradient) as unknown as Point;
    run.observe?.({ ...info, gram: [] });
    run.after?.(losses(x));
  }
  const [one, two] = toy(x).losses;
  return { x, path, mean: (one + two) / 2 };
}

function combiner(method: Weighting | Aggregation, tasks: readonly string[]): Combiner {
  const run = method.start(tasks);
  return "combine" in run ? run : aggregationOf(method as Weighting).start(tasks);
}

/** The losses and their gradients, a row per task. */
function toy([x, y]: Point): { losses: Point; rows: Point[] } {
  const tanh = Math.tanh(y);
  const slope = 1 - tanh * tanh;
  const half = Math.tanh(y / 2);
  const bend = (1 - half * half) / 2;
  const [c1, c2] = [Math.max(half, 0), Math.max(-half, 0)];
  // At 0 the clamp lets half of each bend through, as a maximum with a tie does.
  const [d1, d2] = [y >= 0 ? bend : 0, y <= 0 ? -bend : 0];
  const f = (a: number, dy: number): { value: number; dx: number; dy: number } => {
    const inside = Math.abs(a) >= LOWER;
    return {
      value: Math.log(Math.max(Math.abs(a), LOWER)) + 6,
      dx: inside ? -0.5 / a : 0,
      dy: inside ? dy / a : 0,
    };
  };
  const f1 = f((-x - 7) / 2 + tanh, slope);
  const f2 = f((-x + 3) / 2 - tanh + 2, -slope);
  const q = (from: number) => ({
    value: ((from - x) ** 2 + 0.1 * (y + 8) ** 2) / 10 - 20,
    dx: -(from - x) / 5,
    dy: (y + 8) / 50,
  });
  const mixed = (u: ReturnType<typeof q>, v: ReturnType<typeof q>) => ({
    loss: u.value * c1 + v.value * c2,
    row: [u.dx * c1 + v.dx * c2, u.dy * c1 + u.value * d1 + v.dy * c2 + v.value * d2] as const,
  });
  const [one, two] = [mixed(f1, q(7)), mixed(f2, q(-7))];
  return { losses: [one.loss, two.loss], rows: [one.row, two.row] };
}
