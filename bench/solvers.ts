// Milliseconds a weighting's small problem takes per step, by number of tasks. Run it with
// npx tsc -p tsconfig.json --outDir node_modules/.cache/bench ; node node_modules/.cache/bench/bench/solvers.js
import * as w from "../src/weighting";
import { normal, seeded } from "../src/data/random";
import { gramOf } from "../src/weighting/solvers/linear";
import type { StepInfo, Weighting } from "../src/weighting/weighting";

const methods: Weighting[] = [
  w.mgda(),
  w.cagrad(),
  w.conicGrad(),
  w.nash(),
  w.fairGrad({ alpha: 2 }),
  w.imtlG(),
  w.alignedMtl(),
  w.conFig(),
  w.upgrad(),
  w.dualProj(),
  w.pcd(),
  w.pcgrad(),
  w.gradVac(),
];

/** Median time of one call of `weights`, over random gradients that partly conflict, after a warm-up. */
function time(weighting: Weighting, tasks: number): number {
  const rng = seeded(tasks);
  const steps: StepInfo[] = Array.from({ length: 300 }, (_, step) => {
    const rows = Array.from({ length: tasks }, () => Array.from({ length: 20 }, () => normal(rng)));
    return { step, epoch: 0, losses: rows.map(() => 1), gram: gramOf(rows) };
  });
  const rule = weighting.start(steps[0].gram.map((_, t) => `${t}`));
  for (let warm = 0; warm < 3; warm++) for (const info of steps) rule.weights(info);
  const times = steps.map((info) => {
    const start = performance.now();
    rule.weights(info);
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[times.length / 2];
}

const counts = [2, 3, 5, 10];
console.log(["method".padEnd(14), ...counts.map((k) => `${k} tasks`.padStart(10))].join(""));
for (const weighting of methods) {
  const cells = counts.map((k) => time(weighting, k).toFixed(4).padStart(10));
  console.log([weighting.name.padEnd(14), ...cells].join(""));
}
