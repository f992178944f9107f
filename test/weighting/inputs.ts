// Seeded gradients for property tests, and every method that looks at their products.
import { normal, seeded } from "../../src/data/random";
import * as w from "../../src/weighting";
import type { Aggregation } from "../../src/weighting/aggregation";
import { gramOf } from "../../src/weighting/solvers/linear";
import type { StepInfo, Weighting } from "../../src/weighting/weighting";

/** [tasks][size] standard normal numbers. */
export function gradients(seed: number, tasks: number, size: number): number[][] {
  const rng = seeded(seed);
  return Array.from({ length: tasks }, () => Array.from({ length: size }, () => normal(rng)));
}

export const scaled = (row: readonly number[], by: number) => row.map((x) => x * by);

/** A first step with these gradients. */
export function stepOf(rows: number[][], losses = rows.map((_, t) => 0.5 + t / 4)): StepInfo {
  return { step: 0, epoch: 0, losses, gram: gramOf(rows) };
}

/** The weights of a fresh run's first step. */
export function first(weighting: Weighting, rows: number[][], losses?: number[]): number[] {
  return [...weighting.start(rows.map((_, t) => `task ${t}`)).weights(stepOf(rows, losses))];
}

export function update(rows: number[][], weights: readonly number[]): number[] {
  return rows[0].map((_, i) => rows.reduce((sum, row, t) => sum + weights[t] * row[i], 0));
}

export const gramMethods: Weighting[] = [
  w.gradNorm(),
  w.mgda(),
  w.mgda({ normalise: "l2" }),
  w.mgda({ normalise: "loss+" }),
  w.pcgrad(),
  w.gradVac(),
  w.imtlG(),
  w.imtl(),
  w.cagrad({ c: 0.4 }),
  w.cagrad({ c: 0 }),
  w.conicGrad({ c: 0.5 }),
  w.nash(),
  w.fairGrad({ alpha: 0.5 }),
  w.fairGrad({ alpha: 2 }),
  w.alignedMtl(),
  w.alignedMtl({ scale: "rmse" }),
  w.upgrad(),
  w.dualProj(),
  w.conFig(),
  w.pcd(),
  w.crMogm(w.nash()),
];

export const lossMethods: Weighting[] = [
  w.equal(),
  w.random(),
  w.uncertainty(),
  w.uwso(),
  w.dwa(),
  w.dtp(),
  w.geometric(),
  w.scaleInvariant(),
  w.imtlL(),
  w.cov(),
  w.slaw(),
  w.stch(),
  w.stchLog(),
  w.pbi(),
  w.cosmos({ lambda: 1 }),
  w.famo(),
  w.ldcMtl(),
];

export const aggregations: Aggregation[] = [
  w.gradDrop(),
  w.gradDrop({ leak: 0.2 }),
  w.trimmedMean({ trim: 0 }),
  w.excessMtl(),
  w.adaTask(),
  w.moco(),
  w.dbMtl(),
  w.modo(),
  w.sdmGrad(),
  w.moml(),
  w.autoLambda(),
  w.forum(),
  w.perWeight(w.nash()),
];

/** Gradients that methods trip over. */
export const awkward: Record<string, number[][]> = {
  "all zero": [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ],
  "one zero": [
    [1, 2, 3],
    [0, 0, 0],
    [-1, 1, 0],
  ],
  identical: [
    [1, -2, 3],
    [1, -2, 3],
    [1, -2, 3],
  ],
  parallel: [
    [1, -2, 3],
    [2, -4, 6],
    [3, -6, 9],
  ],
  opposite: [
    [1, 2, 3],
    [-1, -2, -3],
  ],
  "opposite and longer": [
    [1, 2, 3],
    [-2, -4, -6],
  ],
  "opposite and another": [
    [1, 2, 3],
    [-1, -2, -3],
    [3, 0, -1],
  ],
  "nearly opposite": [
    [1, 2, 3],
    [-1, -2, -3 + 1e-9],
    [0, 1, 0],
  ],
  "nearly identical": [
    [1, 2, 3],
    [1, 2, 3 + 1e-9],
    [1, 2 + 1e-9, 3],
  ],
  "around zero": [
    [1, 0],
    [-0.5, 0.866],
    [-0.5, -0.866],
  ],
  "norms from 1e-2 to 1e2": [
    [0.01, 0, 0.002],
    [1, -1, 0],
    [-50, 70, 30],
  ],
  "norms from 1e-10 to 1e10": [
    [1e-10, 0, 2e-11],
    [1, -1, 0],
    [-5e9, 7e9, 3e9],
  ],
  tiny: [
    [1e-20, 2e-20],
    [-2e-20, 1e-20],
  ],
  "ten tasks in three dimensions": gradients(5, 10, 3),
};
