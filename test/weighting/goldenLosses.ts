// Golden rows of the weightings that look at losses alone, or at nothing.
import * as w from "../../src/weighting";
import type { Call, Row } from "./golden";

const normals = ({ normal_draws = [] }: Call) =>
  normal_draws.flatMap((z) => [1 - Math.exp((-z * z) / 2), z < 0 ? 0.5 : 0]);
const stateless = { file: "torchjd_scalarizers.json", tolerance: 1e-9 };
const stateful = { file: "torchjd_scalarizers_stateful.json", tolerance: 1e-9 };

export const losses: Row[] = [
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
  { ...stateless, method: "Mean", theirs: (_, k) => ({ ours: w.equal(), scale: 1 / k }) },
  { ...stateless, method: "Sum", theirs: () => ({ ours: w.equal() }) },
  {
    ...stateless,
    method: "Constant",
    theirs: ({ hyperparameters: h }) => ({ ours: w.fixed(h.weights) }),
  },
  {
    ...stateless,
    method: "GeometricMean",
    theirs: (_, k) => ({ ours: w.geometric(), scale: 1 / k }),
  },
  {
    ...stateless,
    method: "Random",
    theirs: (_, k, rng) => ({
      ours: w.random({ rng }),
      scale: 1 / k,
      draws: normals,
    }),
  },
  {
    ...stateless,
    method: "STCH",
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.stch({ mu: h.mu, preference: h.weights ?? undefined, reference: h.reference ?? 0 }),
      scale: 1 / k ** 2,
    }),
  },
  {
    ...stateless,
    method: "COSMOS",
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.cosmos({ lambda: h.lambda_, preference: h.weights }),
      scale: 1 / k,
    }),
  },
  {
    ...stateless,
    method: "PBI",
    theirs: ({ hyperparameters: h }, k) => {
      const p: number[] = h.weights;
      const sum = p.reduce((a, b) => a + b, 0);
      return {
        ours: w.pbi({ theta: h.theta, preference: p, reference: h.reference ?? 0 }),
        scale: sum / Math.sqrt(p.reduce((a, b) => a + b * b, 0)) / k,
      };
    },
  },
  {
    ...stateful,
    method: "DWA",
    theirs: ({ hyperparameters: h }) => ({ ours: w.dwa({ temperature: h.temperature }) }),
  },
  {
    ...stateful,
    method: "FAMO",
    theirs: ({ hyperparameters: h }, k) => ({
      ours: w.famo({ learningRate: h.lr, weightDecay: h.weight_decay }),
      scale: 1 / k,
    }),
  },
  {
    ...stateful,
    method: "IMTLL",
    theirs: ({ hyperparameters: h }) => ({ ours: w.imtlL({ learningRate: h.param_sgd_lr }) }),
  },
  {
    ...stateful,
    method: "UW",
    theirs: ({ hyperparameters: h }) => ({
      ours: w.uncertainty({ learningRate: h.param_sgd_lr / 2 }),
      scale: 0.5,
    }),
  },
];
