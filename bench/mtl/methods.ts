// LibMTL's weightings by its names, at its defaults and at its scale: a constant factor is felt by Adam's epsilon.
import * as w from "../../src/weighting";
import { adam } from "../../src/weighting/solvers/adam";
import { seeded } from "../../src/data/random";
import type { Aggregation, Combiner } from "../../src/weighting/aggregation";
import type { StepInfo, Weighting } from "../../src/weighting/weighting";

type Method = Weighting | Aggregation;

/** LibMTL's update as a part of ours for K tasks (default 1), and its aggregations' heads as a multiple of ours. */
const UPDATES: Record<string, (tasks: number) => number> = {
  CAGrad: (tasks) => (1 + 0.5) / (1 + 0.5 ** 2) / tasks,
  ...Object.fromEntries(
    ["GLS", "RLW", "MGDA", "IMTL", "IMTL_G", "MoCo", "FAMO", "MoDo", "SDMGrad", "UPGrad"].map(
      (name) => [name, (tasks: number) => 1 / tasks],
    ),
  ),
};
const HEADS: Record<string, number> = { SDMGrad: 3 };

/** A method of a run with this learning rate and seed, or `own` in its place, at LibMTL's scale. */
export function method(name: string, rate: number, seed: number, own?: Method): Method {
  return atScale(own ?? methods(rate, seed)[name](), UPDATES[name] ?? (() => 1), HEADS[name] ?? 1);
}

function atScale(method: Method, of: (tasks: number) => number, heads: number): Method {
  const start: Method["start"] = (tasks: readonly string[], all?: readonly string[]) => {
    const by = of(tasks.length);
    const run = method.start(tasks, all);
    if (!("combine" in run)) {
      return { ...run, weights: (info: StepInfo) => run.weights(info).map((w) => w * by) } as never;
    }
    const combine: Combiner["combine"] = (info) => {
      const found = run.combine(info);
      return {
        gradient: found.gradient.map((g) => g * by),
        heads: found.heads.map((h) => h * heads),
      };
    };
    return { ...run, combine } as never;
  };
  return { ...method, start } as Method;
}

function methods(rate: number, seed: number): Record<string, () => Method> {
  const rng = seeded(seed + 1);
  return {
    EW: () => w.equal(),
    UW: () => learnedScales("UW", rate, uncertain),
    GLS: () => w.geometric(),
    RLW: () => w.random({ rng }),
    DWA: () => w.dwa(),
    GradNorm: () => w.gradNorm({ alpha: 1.5, learningRate: rate, warmup: 1 }),
    MGDA: () => w.mgda({ rescale: false }),
    PCGrad: () => w.pcgrad({ rng, withItself: true, epsilon: 1e-8 }),
    GradVac: () => w.gradVac({ beta: 0.5, rng }),
    IMTL: () => w.scaled(learnedScales("IMTL-L", rate, impartial), w.imtlG()),
    IMTL_G: () => w.imtlG(),
    CAGrad: () => w.cagrad({ c: 0.5 }),
    Nash_MTL: () => w.nash({ rescale: false }),
    MoCo: () => w.moco({ beta: 0.5, betaDecay: 0.5, gamma: 0.1, gammaDecay: 0.5, rho: 0 }),
    Aligned_MTL: () => w.alignedMtl(),
    DB_MTL: () => w.dbMtl({ beta: 0.9, decay: 0 }),
    STCH: () => w.stchLog({ mu: 1, warmup: 4, rescale: false }),
    ExcessMTL: () => w.excessMtl({ stepSize: 0.01 }),
    FairGrad: () => w.fairGrad({ alpha: 1, rescale: false }),
    FAMO: () => w.famo({ learningRate: 0.025, weightDecay: 1e-3 }),
    MoDo: () => w.modo({ gamma: 1e-3, rho: 0.1 }),
    SDMGrad: () => w.sdmGrad({ lambda: 0.3, iterations: 20 }),
    UPGrad: () => w.upgrad(),
  };
}

/** A weight and its slope for a learned scale s and a loss. */
type Scale = (s: number, loss: number) => { weight: number; slope: number };

const uncertain: Scale = (s, loss) => ({
  weight: Math.exp(-s) / 2,
  slope: (1 - Math.exp(-s) * loss) / 2,
});
const impartial: Scale = (s, loss) => ({
  weight: Math.exp(s),
  slope: Math.exp(s) * loss - 1,
});

/** Scales that live in the network's optimiser, Adam, as LibMTL has them; the library's own descend by themselves. */
function learnedScales(name: string, learningRate: number, of: Scale): Weighting {
  return {
    name,
    start(tasks) {
      const step = adam({ learningRate });
      let s: number[] = tasks.map(() => (of === uncertain ? -0.5 : 0));
      return {
        weights: () => s.map((x) => of(x, 0).weight),
        observe({ losses }) {
          s = step(
            s,
            losses.map((loss, t) => of(s[t], loss).slope),
          );
        },
      };
    },
  };
}
