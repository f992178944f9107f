// Golden rows of the other weightings that look at the products of gradients.
import * as w from "../../src/weighting";
import type { Rows } from "../../src/weighting/aggregation";
import { ifAllZero, ifDependent, type Row } from "./golden";
import { EXACT } from "./goldenRun";

const orders = (
  lists: number[][],
  items: (i: number) => number[],
  pick: (order: number[], i: number) => number[],
) => lists.flatMap((order, i) => uniforms(items(i), pick(order, i)));
const all = (tasks: number) => Array.from({ length: tasks }, (_, i) => i);
const others = (tasks: number, i: number) => all(tasks).filter((j) => j !== i);

const rankDecision = ifDependent("their rank was decided otherwise");

export const gram: Row[] = [
  {
    file: "libmtl_GradNorm.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h, baseline_losses: baseline }) => ({
      ours: w.gradNorm({ alpha: h.alpha, learningRate: h.loss_scale_sgd_lr, baseline, warmup: 1 }),
    }),
  },
  {
    file: "libmtl_PCGrad.json",
    tolerance: 1e-9,
    theirs: (_, k, rng) => ({
      ours: w.pcgrad({ rng, withItself: true, epsilon: 1e-8 }),
      draws: ({ permutations = [] }) =>
        orders(
          permutations,
          () => all(k),
          (order) => order,
        ),
    }),
  },
  {
    file: "torchjd_PCGrad.json",
    tolerance: 1e-9,
    theirs: (_, k, rng) => ({
      ours: w.pcgrad({ rng }),
      draws: ({ permutations = [] }) =>
        orders(
          permutations,
          (i) => others(k, i),
          (order, i) => order.filter((j) => j !== i),
        ),
    }),
  },
  {
    file: "libmtl_GradVac.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }, k, rng) => ({
      ours: w.gradVac({ beta: h.GradVac_beta, rng }),
      draws: ({ permutations = [] }) =>
        orders(
          permutations,
          (i) => others(k, i),
          (order) => order,
        ),
    }),
  },
  {
    file: "torchjd_GradVac.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }, k, rng) => ({
      ours: w.gradVac({ beta: h.beta, rng }),
      draws: ({ permutations = [] }) =>
        orders(
          permutations,
          (i) => others(k, i),
          (order, i) => order.map((j) => others(k, i)[j]),
        ),
    }),
  },
  {
    file: "libmtl_Aligned_MTL.json",
    tolerance: 1e-8,
    theirs: () => ({ ours: w.alignedMtl({ tolerance: EXACT }) }),
    breaks: { IndexError: ifAllZero("it takes the last of no eigenvalues") },
    open: rankDecision,
  },
  {
    file: "torchjd_AlignedMTL.json",
    tolerance: 1e-8,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.alignedMtl({ scale: h.scale_mode, tolerance: EXACT }),
      scale: 1 / k,
    }),
    open: rankDecision,
  },
  ...["exact_UPGrad.json", "libmtl_UPGrad.json", "torchjd_UPGrad.json"].map((file): Row => ({
    file,
    // The exact file also has regularisation 1e-8: dependent gradients then have condition number 1e8.
    tolerance: file.startsWith("exact") ? 1e-8 : 1e-9,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.upgrad({
        preference: h.pref_vector,
        regularisation: h.reg_eps ?? h.UPGrad_reg_eps,
        floor: h.norm_eps ?? h.UPGrad_norm_eps,
      }),
      scale: 1 / k,
      heads: 1,
    }),
  })),
  ...["exact_DualProj.json", "torchjd_DualProj.json"].map((file): Row => ({
    file,
    tolerance: file.startsWith("exact") ? 1e-8 : 1e-9,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.dualProj({ preference: h.pref_vector, regularisation: h.reg_eps, floor: h.norm_eps }),
      scale: 1 / k,
    }),
  })),
  {
    file: "torchjd_ConFIG.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }) => ({
      ours: w.conFig({ preference: h.pref_vector, tolerance: EXACT }),
    }),
  },
  {
    file: "torchjd_Krum.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.krum({ outliers: h.n_byzantine, selected: h.n_selected }),
      scale: 1 / k,
    }),
    open: (rows, _, { hyperparameters: h }) =>
      scores(rows, h.n_byzantine).some((s, i, all) =>
        all.some((other, j) => j !== i && Math.abs(s - other) <= 1e-12 * Math.max(s, other)),
      )
        ? "two tasks have the same score: either may be chosen"
        : undefined,
  },
  ...["torchjd_PCD.json", "torchjd_PCD_first_step.json"].map((file): Row => ({
    file,
    tolerance: 1e-8,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.pcd({ tau: h.tau, beta: h.beta }),
      scale: 1 / k,
    }),
  })),
  {
    file: "torchjd_CRMOGM_UPGrad.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.crMogm(w.upgrad(), { alpha: h.alpha }),
      scale: 1 / k,
    }),
  },
];

/** Krum's scores: the sum of the distances to a task's nearest others. */
function scores(rows: Rows, outliers: number): number[] {
  const gap = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Math.hypot(...Array.from(a, (x, i) => x - b[i]));
  return rows.map((row, i) => {
    const far = rows.filter((_, j) => j !== i).map((other) => gap(row, other));
    const near = far.sort((a, b) => a - b).slice(0, rows.length - outliers - 2);
    return near.reduce((a, b) => a + b, 0);
  });
}

/** The draws that make Fisher and Yates' shuffle turn `items` into `order`. */
function uniforms(items: readonly number[], order: readonly number[]): number[] {
  const now = [...items];
  const draws: number[] = [];
  for (let i = now.length - 1; i > 0; i--) {
    const j = now.indexOf(order[i]);
    draws.push((j + 0.5) / (i + 1));
    [now[i], now[j]] = [now[j], now[i]];
  }
  return draws;
}
