// Problems (b) and (c): the first losses, the final figures over the seeds, and the time of a step beside EW's.
import type { Problem } from "./networks";
import { method } from "./methods";
import { meanOf, spreadOf, type Line } from "./report";
import { train, type Run } from "./train";

export interface NetworkRun {
  weighting: string;
  architecture: string;
  seed: number;
  test: Run["test"];
  first_losses?: number[][];
  cpu_ms?: number;
}

/** Methods whose weights are drawn at random: no two libraries draw alike. */
const RANDOM = ["RLW"];
/** Recorded for one seed alone: the spread is that of the method with the same solution. */
const SAME: Record<string, string> = { Nash_MTL: "FairGrad" };
const OWN_SPREAD =
  "within 2 sd when our own spread over the seeds counts too: two or three seeds can lie close by chance";
/** Methods whose first 20 losses part by more than 1e-3, after an equal beginning. */
const BEGINNINGS: Record<string, string> = {
  MGDA: "LibMTL keeps both weights of two tasks between 0.001 and 0.999; ours are the exact minimum",
  CAGrad: "LibMTL's SLSQP stops at 1e-6; ours is the exact optimum",
  SDMGrad:
    "sensitive: noise of 1e-7 to 1e-6 in the gradients moves our own first losses by 4e-3 to 1e-2",
};

export async function compareNetworks(
  name: string,
  { runs }: { runs: NetworkRun[] },
  make: () => Problem,
  only: (name: string) => boolean,
  seeds: number,
): Promise<Line[]> {
  const problem = make();
  const groups = new Map<string, NetworkRun[]>();
  for (const run of runs.filter(({ weighting, seed }) => only(weighting) && seed < seeds)) {
    const title = [run.architecture, run.weighting, ...single(run)].join(" ");
    groups.set(title, [...(groups.get(title) ?? []), run]);
  }
  const lines: Line[] = [];
  let own = NaN;
  let theirs = NaN;
  for (const [title, group] of groups) {
    const found: Run[] = [];
    for (const { architecture, weighting, seed, test } of group) {
      const tasks = Object.keys(test);
      const part = tasks.length === 1 ? narrowed(problem, tasks[0]) : problem;
      const rule = method(weighting === "STL" ? "EW" : weighting, 0.002, seed);
      found.push(await train(architecture, rule, part, seed));
    }
    const ms = Math.min(...found.map((run) => run.ms));
    if (group[0].weighting === "EW") [own, theirs] = [ms, group[0].cpu_ms ?? NaN];
    const first = firstGap(group[0], found[0]);
    const like = groups.get(title.replace(group[0].weighting, SAME[group[0].weighting])) ?? group;
    const figures = compared(group, found, like);
    const wrong = [
      ...(first && !(first.begin <= 1e-5 && first.end <= 1e-3) ? [first.text] : []),
      ...figures.filter(({ off }) => !(off <= 2)).map((f) => f.text),
    ];
    let verdict = wrong.length === 0 ? "agrees" : "differs";
    if (verdict === "differs" && RANDOM.includes(group[0].weighting)) {
      verdict = "other random numbers";
    } else if (verdict === "differs" && figures.every(({ both }) => both <= 2)) {
      const begun = !first || (first.begin <= 1e-5 && first.end <= 1e-3);
      verdict = begun ? OWN_SPREAD : (BEGINNINGS[group[0].weighting] ?? "differs");
    }
    const detail = wrong.join("; ");
    const times = `${ms.toFixed(2)} ms ${(ms / own).toFixed(2)}x (${((group[0].cpu_ms ?? NaN) / theirs).toFixed(2)}x)`;
    const gap = first ? `${first.begin.toExponential(0)} ${first.end.toExponential(0)}` : "";
    console.log(`(${name}) ${title.padEnd(18)} ${gap}  ${times}  ${found[0].mode}`);
    for (const { text } of figures) console.log(`    ${text}`);
    if (verdict !== "agrees") console.log(`    ${verdict}: ${detail}`);
    lines.push({ title: `(${name}) ${title}`, verdict, detail });
  }
  return lines;
}

/** The task of a network for one task alone. */
function single({ test }: NetworkRun): string[] {
  const tasks = Object.keys(test);
  return tasks.length === 1 ? tasks : [];
}

function narrowed(problem: Problem, task: string): Problem {
  return { ...problem, tasks: { [task]: problem.tasks[task] } };
}

/** The largest difference of the losses of step 0 and of the first 20 steps. */
function firstGap({ first_losses: theirs }: NetworkRun, { losses }: Run) {
  if (!theirs) return undefined;
  const gaps = theirs.map((row, i) => Math.max(...row.map((x, t) => Math.abs(x - losses[i][t]))));
  const [begin, end] = [gaps[0], Math.max(...gaps)];
  return {
    begin,
    end,
    text: `first losses off by ${begin.toExponential(0)}, ${end.toExponential(0)}`,
  };
}

/** Each figure over the seeds, ours and theirs, and how many of their standard deviations lie between. */
function compared(theirs: NetworkRun[], ours: Run[], like: NetworkRun[]) {
  return figuresOf(theirs[0]).map(({ label, of }) => {
    const [a, b] = [ours.map(of), theirs.map(of)];
    const gap = Math.abs(meanOf(a) - meanOf(b));
    const sd = spreadOf(like.map(of));
    const [off, both] = [gap / sd, gap / Math.hypot(sd, spreadOf(a))];
    const show = (v: number[]) => `${meanOf(v).toFixed(4)} ± ${spreadOf(v).toFixed(4)}`;
    return {
      off,
      both,
      text: `${label.padEnd(16)} ${show(a)}   ${show(b)}   ${off.toFixed(2)} sd`,
    };
  });
}

function figuresOf({ test }: NetworkRun) {
  return Object.entries(test).flatMap(([task, scores]) =>
    Object.keys(scores).map((key) => ({
      label: `${task} ${key}`,
      of: (run: { test: Run["test"] }) => run.test[task][key as "loss"],
    })),
  );
}
