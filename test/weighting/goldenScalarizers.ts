// The rows of the golden files about losses alone: TorchJD's scalarizers.
import * as w from "../../src/weighting";
import type { Row } from "./golden";

const normals = (draws: number[] = []) =>
  draws.flatMap((z) => [1 - Math.exp((-z * z) / 2), z < 0 ? 0.5 : 0]);
const stateless = { file: "torchjd_scalarizers.json", tolerance: 1e-9 };
const stateful = { file: "torchjd_scalarizers_stateful.json", tolerance: 1e-9 };

export const scalarizers: Row[] = [
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
      draws: (call) => normals(call.normal_draws),
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
