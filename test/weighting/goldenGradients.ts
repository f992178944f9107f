// Golden rows of the aggregations: what needs the gradients themselves.
import * as w from "../../src/weighting";
import type { Row } from "./golden";

export const gradients: Row[] = [
  {
    file: "libmtl_MoCo.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.moco({
        beta: h.MoCo_beta,
        betaDecay: h.MoCo_beta_sigma,
        gamma: h.MoCo_gamma,
        gammaDecay: h.MoCo_gamma_sigma,
        rho: h.MoCo_rho,
      }),
      scale: 1 / k,
      heads: 1,
    }),
  },
  {
    file: "libmtl_DB_MTL.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }) => ({
      ours: w.dbMtl({ beta: h.DB_beta, decay: h.DB_beta_sigma }),
    }),
  },
  {
    file: "libmtl_ExcessMTL.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }) => ({ ours: w.excessMtl({ stepSize: h.robust_step_size }) }),
  },
  {
    file: "torchjd_ExcessMTL.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.excessMtl({ stepSize: h.robust_step_size, warmup: h.n_warmup_steps, epsilon: 1e-7 }),
      scale: 1 / k,
    }),
  },
  {
    file: "libmtl_MoDo.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.modo({ gamma: h.MoDo_gamma, rho: h.MoDo_rho }),
      scale: 1 / k,
      heads: 1,
    }),
  },
  {
    file: "libmtl_SDMGrad.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.sdmGrad({ lambda: h.SDMGrad_lamda, iterations: h.SDMGrad_niter }),
      scale: 1 / k,
      heads: 3,
    }),
  },
  {
    file: "torchjd_MoDo_SDMGrad.json",
    method: "MoDo",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.modo({ gamma: h.gamma, rho: h.rho }),
      scale: 1 / k,
      batches: [1, 2, 0],
    }),
  },
  {
    file: "torchjd_MoDo_SDMGrad.json",
    method: "SDMGrad",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.sdmGrad({
        lambda: h.lambda_,
        iterations: h.n_iter,
        learningRate: h.lr,
        momentum: h.momentum,
      }),
      scale: 1 / k,
    }),
  },
  {
    file: "torchjd_GradDrop.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }, _, rng) => ({
      ours: w.gradDrop({ leak: h.leak ?? 0, rng }),
      draws: ({ uniform_draws = [] }) => uniform_draws,
    }),
  },
  {
    file: "torchjd_TrimmedMean.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.trimmedMean({ trim: h.trim_number }),
      scale: 1 / k,
    }),
  },
];
