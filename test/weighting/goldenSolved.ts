// Golden rows of the weightings that solve a small problem, where libraries' solvers are sometimes off.
import * as w from "../../src/weighting";
import type { Rows } from "../../src/weighting/aggregation";
import { dot } from "../../src/weighting/solvers/linear";
import { ifAllZero, ifDependent, ifOneZero, type Hyper, type Row } from "./golden";
import { EXACT, stationary } from "./goldenRun";

const noDirection = (rows: Rows) =>
  stationary(rows)
    ? "0 is a convex combination of the gradients: no direction helps all"
    : undefined;

const dependence = "LibMTL solves a singular system, ours is TorchJD's pseudo-inverse";
const undefinedLength = ifOneZero("it divides by the gradient's length");

/** MGDA asks for the shortest combination. */
const length = (_: Rows, update: readonly number[]) => Math.sqrt(dot(update, update));
/** IMTL-G asks for equal projections on the gradients at length 1. */
const projections = (rows: Rows, update: readonly number[]) =>
  spread(rows.map((g) => dot(g, update) / Math.sqrt(dot(g, g))));
/** Nash and FairGrad ask for equal w_t^(1/alpha) g_t.d. */
const fairness = (rows: Rows, update: readonly number[], weights: readonly number[], h: Hyper) =>
  spread(
    rows.map((g, t) => dot(g, update) * weights[t] ** (1 / (h.alpha ?? h.FairGrad_alpha ?? 1))),
  );
const spread = (values: number[]) => {
  const largest = Math.max(...values);
  return largest > 0 ? (largest - Math.min(...values)) / largest : Infinity;
};
/**
 * CAGrad asks for the largest min_t g_t.d with |d - g_0| <= c |g_0|; the longest gradient is what leaving that ball can be
 * worth at most.
 */
const worstGain = (rows: Rows, update: readonly number[], _: unknown, h: Hyper) => {
  const c: number = h.calpha ?? h.c;
  const d = update.map((x) => x * [1, 1 + c ** 2, 1 + c][(h.rescale as number) ?? 0]);
  const mean = d.map((_, i) => rows.reduce((s, g) => s + g[i], 0) / rows.length);
  const off = d.map((x, i) => x - mean[i]);
  const outside = Math.sqrt(dot(off, off)) - c * Math.sqrt(dot(mean, mean));
  const longest = Math.sqrt(Math.max(...rows.map((g) => dot(g, g))));
  return longest * (longest + Math.max(0, outside)) - Math.min(...rows.map((g) => dot(g, d)));
};

const exactMgda: Row = {
  file: "exact_MGDA.json",
  tolerance: 1e-8,
  theirs: (_, k) => ({ ours: w.mgda(), scale: 1 / k }),
};
const exactCagrad: Row = {
  file: "exact_CAGrad.json",
  tolerance: 1e-6,
  theirs: ({ hyperparameters: h }, k) => ({ ours: w.cagrad({ c: h.c }), scale: (1 + h.c) / k }),
  breaks: { NaN: noDirection },
  open: noDirection,
};
const exactNash: Row = {
  file: "exact_Nash_MTL.json",
  tolerance: 1e-8,
  theirs: () => ({ ours: w.nash({ rescale: false }) }),
};
const exactFairGrad: Row = {
  file: "exact_FairGrad.json",
  tolerance: 1e-8,
  theirs: ({ hyperparameters: h }) => ({ ours: w.fairGrad({ alpha: h.alpha, rescale: false }) }),
};

export const solved: Row[] = [
  exactMgda,
  {
    file: "libmtl_MGDA.json",
    tolerance: 5e-3,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.mgda({ normalise: h.mgda_gn, rescale: false }),
      scale: 1 / k,
      heads: 1,
    }),
    exact: { row: exactMgda, hyper: (h) => (h.mgda_gn === "none" ? {} : undefined) },
    breaks: { UnboundLocalError: undefinedLength, NaN: undefinedLength },
    miss: length,
  },
  {
    file: "torchjd_MGDA.json",
    tolerance: 5e-3,
    theirs: (_, k) => ({ ours: w.mgda(), scale: 1 / k }),
    exact: { row: exactMgda, hyper: () => ({}) },
    miss: length,
  },
  {
    file: "libmtl_IMTL.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.imtl({ learningRate: h.loss_scale_sgd_lr, tolerance: EXACT }),
      scale: 1 / k,
      heads: 1,
    }),
    open: ifDependent(dependence),
  },
  {
    file: "libmtl_IMTL_first_step.json",
    tolerance: 1e-9,
    theirs: (_, k) => ({ ours: w.imtlG({ tolerance: EXACT }), scale: 1 / k, heads: 1 }),
    breaks: {
      _LinAlgError: ifDependent("it inverts a singular matrix"),
      NaN: undefinedLength,
    },
    open: ifDependent(dependence),
  },
  {
    file: "torchjd_IMTLG.json",
    tolerance: 1e-9,
    theirs: (_, k) => ({ ours: w.imtlG({ tolerance: EXACT }), scale: 1 / k }),
    miss: projections,
  },
  exactCagrad,
  {
    file: "libmtl_CAGrad.json",
    tolerance: 5e-3,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.cagrad({ c: h.calpha }),
      scale: (1 + h.calpha) / k / [1, 1 + h.calpha ** 2, 1 + h.calpha][h.rescale as number],
      heads: 1,
    }),
    exact: { row: exactCagrad, hyper: (h) => ({ c: h.calpha }) },
    miss: worstGain,
    open: noDirection,
  },
  {
    file: "torchjd_CAGrad.json",
    tolerance: 5e-3,
    theirs: ({ hyperparameters: h }, k) => ({ ours: w.cagrad({ c: h.c }), scale: (1 + h.c) / k }),
    exact: { row: exactCagrad, hyper: (h) => ({ c: h.c }) },
    miss: worstGain,
    open: noDirection,
  },
  exactNash,
  ...["libmtl_Nash_MTL.json", "torchjd_NashMTL.json", "torchjd_NashMTL_sequence.json"].map(
    (file): Row => ({
      file,
      tolerance: 1e-6,
      theirs: ({ hyperparameters: h }) => ({
        ours: w.every(h.update_weights_every, w.nash({ rescale: false })),
        clip: h.max_norm,
      }),
      exact: { row: exactNash, hyper: () => ({}) },
      breaks: { ValueError: ifAllZero("its program divides by the length of the Gram matrix") },
      miss: fairness,
      open: noDirection,
    }),
  ),
  exactFairGrad,
  ...["libmtl_FairGrad.json", "torchjd_FairGrad.json"].map((file): Row => ({
    file,
    tolerance: 1e-7,
    theirs: ({ hyperparameters: h }) => ({
      ours: w.fairGrad({ alpha: h.alpha ?? h.FairGrad_alpha, rescale: false }),
    }),
    exact: { row: exactFairGrad, hyper: (h) => ({ alpha: h.alpha ?? h.FairGrad_alpha }) },
    miss: fairness,
    open: noDirection,
  })),
];
