// Golden rows of the weightings that solve a small problem, where libraries' solvers are sometimes off.
import * as w from "../../src/weighting";
import type { Rows } from "../../src/weighting/aggregation";
import { dot } from "../../src/weighting/solvers/linear";
import { type Case, type Hyper, type Out, type Row, without } from "./golden";

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

export const solved: Row[] = [
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
];
