// Which method of ours belongs to which golden file, at which constant, and which cases are theirs to be wrong about.
import * as w from "../../src/weighting";
import type { Rows } from "../../src/weighting/aggregation";
import { dot } from "../../src/weighting/solvers/linear";
import type { Call, Case, Hyper, Out, Row } from "./golden";

const orders = (
  lists: number[][],
  items: (i: number) => number[],
  pick: (order: number[], i: number) => number[],
) => lists.flatMap((order, i) => uniforms(items(i), pick(order, i)));
const all = (tasks: number) => Array.from({ length: tasks }, (_, i) => i);
const others = (tasks: number, i: number) => all(tasks).filter((j) => j !== i);
const normals = ({ normal_draws = [] }: Call) =>
  normal_draws.flatMap((z) => [1 - Math.exp((-z * z) / 2), z < 0 ? 0.5 : 0]);
const without =
  (...kinds: string[]) =>
  (c: Case) =>
    kinds.find((kind) => c.input.startsWith(kind)) ? "a tie or no unique answer" : undefined;
const exists = (_: Case, out: Out) => (out.exists === false ? "no root exists" : undefined);
const noRoot = (_: Case, out: Out, stationary: boolean) =>
  stationary || [out.weights, out.state?.alpha].some((w) => w?.every((x) => x === 1))
    ? "0 is a combination of the gradients, or their solver failed and they answer equal weights"
    : undefined;
const cagradCases = (c: Case, out: Out, stationary: boolean) =>
  c.input.startsWith("imbalanced")
    ? "their solver and constants are off at norms 1e-2 to 1e2: exact file instead"
    : noRoot(c, out, stationary);

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
const spread = (values: number[]) =>
  (Math.max(...values) - Math.min(...values)) / Math.max(...values);

export const rows: Row[] = [
  { file: "libmtl_EW.json", tolerance: 1e-9, theirs: () => ({ ours: w.equal() }) },
  { file: "torchjd_Sum.json", tolerance: 1e-9, theirs: () => ({ ours: w.equal() }) },
  {
    file: "torchjd_Mean.json",
    tolerance: 1e-9,
    theirs: (_, k) => ({ ours: w.equal(), scale: 1 / k }),
  },
  {
    file: "libmtl_GLS.json",
    tolerance: 1e-9,
    theirs: (_, k) => ({ ours: w.geometric(), scale: 1 / k }),
  },
  {
    file: "libmtl_RLW.json",
    tolerance: 1e-9,
    theirs: (_, k, rng) => ({ ours: w.random({ rng }), scale: 1 / k, draws: normals }),
  },
  {
    file: "torchjd_Random.json",
    tolerance: 1e-9,
    theirs: (_, k, rng) => ({ ours: w.random({ rng }), scale: 1 / k, draws: normals }),
  },
  {
    file: "libmtl_DWA.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }) => ({ ours: w.dwa({ temperature: h.T }) }),
  },
  {
    file: "libmtl_UW.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }) => ({
      ours: w.uncertainty({ learningRate: h.loss_scale_sgd_lr / 2, logVariance: -0.5 }),
      scale: 0.5,
    }),
  },
  {
    file: "libmtl_STCH.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }) => ({
      ours: w.stchLog({ mu: h.STCH_mu, warmup: h.STCH_warmup_epoch, rescale: false }),
    }),
  },
  {
    file: "libmtl_FAMO.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.famo({ learningRate: h.FAMO_w_lr, weightDecay: h.FAMO_w_gamma }),
      scale: 1 / k,
    }),
  },
  {
    file: "libmtl_GradNorm.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h, baseline_losses: baseline }) => ({
      ours: w.gradNorm({ alpha: h.alpha, learningRate: h.loss_scale_sgd_lr, baseline, warmup: 1 }),
    }),
  },
  {
    file: "exact_MGDA.json",
    tolerance: 1e-8,
    theirs: (_, k) => ({ ours: w.mgda(), scale: 1 / k }),
  },
  {
    file: "libmtl_MGDA.json",
    tolerance: 5e-3,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.mgda({ normalise: h.mgda_gn, rescale: false }),
      scale: 1 / k,
      heads: 1,
    }),
    miss: length,
  },
  {
    file: "torchjd_MGDA.json",
    tolerance: 5e-3,
    theirs: (_, k) => ({ ours: w.mgda(), scale: 1 / k }),
    miss: length,
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
    file: "libmtl_IMTL.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.imtl({ learningRate: h.loss_scale_sgd_lr }),
      scale: 1 / k,
      heads: 1,
    }),
  },
  {
    file: "libmtl_IMTL_first_step.json",
    tolerance: 1e-9,
    theirs: (_, k) => ({ ours: w.imtlG(), scale: 1 / k, heads: 1 }),
    except: without(
      "zerotask",
      "allzero",
      "opposite",
      "random_T5_D4",
      "conflict_T5_D4",
      "aligned_T5_D4",
      "imbalanced_T5_D4",
    ),
  },
  {
    file: "torchjd_IMTLG.json",
    tolerance: 1e-9,
    theirs: (_, k) => ({ ours: w.imtlG(), scale: 1 / k }),
    miss: projections,
  },
  {
    file: "exact_CAGrad.json",
    tolerance: 1e-6,
    theirs: ({ hyperparameters: h }, k) => ({ ours: w.cagrad({ c: h.c }), scale: (1 + h.c) / k }),
    except: (_, out) => (out.update ? undefined : "direction undefined"),
  },
  {
    file: "libmtl_CAGrad.json",
    tolerance: 5e-3,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.cagrad({ c: h.calpha }),
      scale: (1 + h.calpha) / k / [1, 1 + h.calpha ** 2, 1 + h.calpha][h.rescale as number],
      heads: 1,
    }),
    except: cagradCases,
  },
  {
    file: "torchjd_CAGrad.json",
    tolerance: 5e-3,
    theirs: ({ hyperparameters: h }, k) => ({ ours: w.cagrad({ c: h.c }), scale: (1 + h.c) / k }),
    except: cagradCases,
  },
  {
    file: "exact_Nash_MTL.json",
    tolerance: 1e-8,
    theirs: () => ({ ours: w.nash({ rescale: false }) }),
    except: exists,
  },
  {
    file: "libmtl_Nash_MTL.json",
    tolerance: 1e-6,
    theirs: ({ hyperparameters: h }) => ({
      ours: w.every(h.update_weights_every, w.nash({ rescale: false })),
      clip: h.max_norm,
    }),
    except: noRoot,
    miss: fairness,
  },
  ...["torchjd_NashMTL.json", "torchjd_NashMTL_sequence.json"].map((file): Row => ({
    file,
    tolerance: 1e-6,
    theirs: ({ hyperparameters: h }) => ({
      ours: w.every(h.update_weights_every, w.nash({ rescale: false })),
      clip: h.max_norm,
    }),
    except: noRoot,
    miss: fairness,
  })),
  {
    file: "exact_FairGrad.json",
    tolerance: 1e-8,
    theirs: ({ hyperparameters: h }) => ({ ours: w.fairGrad({ alpha: h.alpha, rescale: false }) }),
    except: exists,
  },
  {
    file: "libmtl_FairGrad.json",
    tolerance: 1e-7,
    theirs: ({ hyperparameters: h }) => ({
      ours: w.fairGrad({ alpha: h.FairGrad_alpha, rescale: false }),
    }),
    except: noRoot,
    miss: fairness,
  },
  {
    file: "torchjd_FairGrad.json",
    tolerance: 1e-7,
    theirs: ({ hyperparameters: h }) => ({ ours: w.fairGrad({ alpha: h.alpha, rescale: false }) }),
    except: noRoot,
    miss: fairness,
  },
  { file: "libmtl_Aligned_MTL.json", tolerance: 1e-8, theirs: () => ({ ours: w.alignedMtl() }) },
  {
    file: "torchjd_AlignedMTL.json",
    tolerance: 1e-8,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.alignedMtl({ scale: h.scale_mode }),
      scale: 1 / k,
    }),
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
    theirs: ({ hyperparameters: h }) => ({ ours: w.conFig({ preference: h.pref_vector }) }),
  },
  {
    file: "torchjd_Krum.json",
    tolerance: 1e-9,
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.krum({ outliers: h.n_byzantine, selected: h.n_selected }),
      scale: 1 / k,
    }),
    except: without("parallel"),
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
