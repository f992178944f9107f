// Problems (b) and (c): the first losses, the final figures over the seeds, and the time of a step beside EW's.
import { seeded, type Rng } from "../../src/data/random";
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
const ROUNDING =
  "sensitive: where every step's weights are up to 1e-6 away (ten roundings), our own runs spread so far that LibMTL's are within 2 sd of them";
/** Recorded figures have eight digits, so that 2 may read 2.00001. */
const FAR = 2.001;
/** Methods whose first 20 losses part by more than 1e-3 and further than by rounding, after an equal beginning. */
const BEGINNINGS: Record<string, string> = {
  MGDA: "LibMTL keeps both weights of two tasks between 0.001 and 0.999; ours are the exact minimum",
  CAGrad: "LibMTL's SLSQP stops at 1e-6; ours is the exact optimum",
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
    const run = ({ architecture, weighting, seed, test }: NetworkRun, noise?: Rng) => {
      const tasks = Object.keys(test);
      const part = tasks.length === 1 ? narrowed(problem, tasks[0]) : problem;
      const rule = method(weighting === "STL" ? "EW" : weighting, 0.002, seed);
      return train(architecture, rule, part, seed, noise);
    };
    const found: Run[] = [];
    for (const one of group) found.push(await run(one));
    const ms = Math.min(...found.map((run) => run.ms));
    if (group[0].weighting === "EW") [own, theirs] = [ms, group[0].cpu_ms ?? NaN];
    const first = firstGap(group[0], found[0]);
    const like = groups.get(title.replace(group[0].weighting, SAME[group[0].weighting])) ?? group;
    const figures = compared(group, found, like);
    const wrong = [
      ...(first && !(first.begin <= 1e-5 && first.end <= 1e-3) ? [first.text] : []),
      ...figures.filter(({ off }) => !(off <= FAR)).map((f) => f.text),
    ];
    let verdict = wrong.length === 0 ? "agrees" : "differs";
    if (verdict === "differs" && RANDOM.includes(group[0].weighting)) {
      verdict = "other random numbers";
    } else if (verdict === "differs") {
      const again = await rounded(group, run);
      const late = figures.every(({ off, within }) => off <= FAR || within(again));
      const own = Math.max(...again.map(([seed0]) => gapOf(found[0].losses, seed0.losses)));
      const begun = !first || (first.begin <= 1e-5 && first.end <= Math.max(1e-3, own));
      if (late) verdict = begun ? ROUNDING : (BEGINNINGS[group[0].weighting] ?? "differs");
      console.log(`    our own first losses, rounded otherwise: ${own.toExponential(0)} apart`);
      for (const { label, of } of figures.filter(({ off }) => !(off <= FAR))) {
        const means = again.map((runs) => meanOf(runs.map(of)));
        console.log(`    ${label.padEnd(16)} rounded otherwise: ${shown(means)}`);
      }
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

/** The group's runs again, ten times with noise about as large as rounding: [time][seed]. */
async function rounded(
  group: NetworkRun[],
  run: (one: NetworkRun, noise: Rng) => Promise<Run>,
): Promise<Run[][]> {
  const rng = seeded(1);
  const all: Run[][] = [];
  for (let time = 0; time < 10; time++) {
    const runs: Run[] = [];
    for (const one of group) runs.push(await run(one, rng));
    all.push(runs);
  }
  return all;
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
  const [begin, end] = [gapOf(theirs.slice(0, 1), losses), gapOf(theirs, losses)];
  return {
    begin,
    end,
    text: `first losses off by ${begin.toExponential(0)}, ${end.toExponential(0)}`,
  };
}

/** The largest difference over the steps of the shorter one, at most 20. */
function gapOf(one: number[][], other: number[][]): number {
  const steps = one.slice(0, Math.min(20, other.length));
  return Math.max(...steps.flatMap((row, i) => row.map((x, t) => Math.abs(x - other[i][t]))));
}

/**
 * Each figure over the seeds, ours and theirs; how many of their standard deviations lie between; and whether theirs is
 * within two of ours where ours are rounded otherwise.
 */
function compared(theirs: NetworkRun[], ours: Run[], like: NetworkRun[]) {
  return figuresOf(theirs[0]).map(({ label, of }) => {
    const [a, b] = [ours.map(of), theirs.map(of)];
    const off = Math.abs(meanOf(a) - meanOf(b)) / spreadOf(like.map(of));
    const within = (again: Run[][]) => {
      const means = again.map((runs) => meanOf(runs.map(of)));
      return Math.abs(meanOf(means) - meanOf(b)) <= 2 * spreadOf(means);
    };
    const text = `${label.padEnd(16)} ${shown(a)}   ${shown(b)}   ${off.toFixed(2)} sd`;
    return { label, of, off, within, text };
  });
}

const shown = (v: number[]) => `${meanOf(v).toFixed(4)} ± ${spreadOf(v).toFixed(4)}`;

function figuresOf({ test }: NetworkRun) {
  return Object.entries(test).flatMap(([task, scores]) =>
    Object.keys(scores).map((key) => ({
      label: `${task} ${key}`,
      of: (run: { test: Run["test"] }) => run.test[task][key as "loss"],
    })),
  );
}
