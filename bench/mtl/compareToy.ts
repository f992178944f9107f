// Problem (a): the same trajectories, ten points and the end of each.
import type { Line } from "./report";
import { descend, type Point } from "./toy";

export interface ToyRun {
  weighting: string;
  scale: number;
  start: Point;
  steps: number;
  status: string;
  x: Point;
  path: Point[];
}

const NEAR = 1e-2;
/** Where LibMTL's solver stops early, a path may part from the exact one. */
const SOLVERS: Record<string, string> = {
  MGDA: "LibMTL keeps both weights of two tasks between 0.001 and 0.999; ours are the exact minimum",
  CAGrad: "LibMTL's SLSQP stops at 1e-6 and adds 1e-8 to squared norms; ours is the exact optimum",
  Nash_MTL:
    "LibMTL's ECOS programs stop before the root; ours is exact and does not feel the scale",
};

export function compareToy({ runs }: { runs: ToyRun[] }, only: (name: string) => boolean): Line[] {
  console.log("\n(a) toy: where Adam arrives, ours and LibMTL's; how far apart the paths get");
  return runs
    .filter(({ weighting }) => only(weighting))
    .map((theirs) => {
      const crashed = theirs.status !== "ok";
      const steps = crashed ? 2000 : theirs.steps;
      const ours = descend(theirs.weighting, theirs.scale, theirs.start, steps);
      const gap = crashed ? Infinity : parting(ours, theirs);
      const verdict = gap <= NEAR ? "agrees" : reason(theirs, ours, steps);
      const title = `(a) ${theirs.weighting} s=${theirs.scale} from (${theirs.start.join(", ")})`;
      const at = ({ x }: { x: Point }) => `(${x.map((v) => v.toFixed(2)).join(", ")})`;
      const detail = `${at(ours)} ${crashed ? theirs.status : at(theirs)} ${gap.toExponential(1)}`;
      console.log(`${title.padEnd(40)} ${detail}  ${verdict === "agrees" ? "" : verdict}`);
      return { title, verdict, detail };
    });
}

type Trail = { path: readonly Point[]; x: Point };

/** The largest distance between points of the same step. */
function parting(one: Trail, other: Trail): number {
  const points = ({ path, x }: Trail) => [...path, x];
  const others = points(other);
  return Math.max(
    ...points(one).map(([a, b], i) => Math.hypot(a - others[i][0], b - others[i][1])),
  );
}

function reason({ weighting, scale, start, status }: ToyRun, ours: Trail, steps: number): string {
  if (status !== "ok") return `LibMTL fails (${status}); ours goes on`;
  if (weighting === "RLW") return "other random numbers";
  const beside = (dx: number, dy: number) =>
    parting(ours, descend(weighting, scale, [start[0] + dx, start[1] + dy], steps));
  if (beside(1e-9, 0) > NEAR || beside(-1e-9, 0) > NEAR || beside(0, 1e-9) > NEAR) {
    return "unstable: a start 1e-9 away leaves our own path too, at the lines where a loss is log 0";
  }
  return SOLVERS[weighting] ?? "differs";
}
