// What went wrong in a semi-supervised run, in plain words, found without the truth.
import { byChance } from "./chance";
import { diagnosePeers } from "./diagnosePeers";
import type { NetworkRounds } from "./networkRounds";
import type { PeerHistory } from "./peerHistory";
import type { Rounds } from "./rounds";

/** Something noticed about a run. */
export interface Finding {
  readonly problem:
    | "nothing learned"
    | "one class takes over"
    | "given labels forgotten"
    | "agreement without change"
    | "swapped classes"
    | "all at once"
    | "suspect labels"
    | "labels learned by heart"
    | "collapse";
  /** What was seen, with numbers. */
  readonly seen: string;
  /** What to try. */
  readonly todo: string;
}

/**
 * What a run's story says about itself: nothing was selected, one class takes over (agreement rises all the same), given
 * labels are contradicted, classes swapped, everything labelled at once by an overconfident learner, learners that never
 * differ, given labels that nobody believes, or that networks came to repeat while they drifted apart. Of a `PeerHistory`
 * (`mutual`, `coTeach`, `fixMatch` ...) losses are read, and agreement if there were diagnostics: nothing chosen, networks
 * equal or become equal without learning, given labels forgotten or learned by heart. No truth is needed and none is
 * looked at: accuracy and precision are ignored. An empty list means that nothing was noticed, not that labels are right.
 *
 * @example
 * for (const { problem, seen, todo } of diagnose(rounds)) console.log(`${problem}: ${seen} ${todo}`);
 */
export function diagnose(rounds: Rounds | NetworkRounds | PeerHistory): Finding[] {
  if ("imitation" in rounds) return diagnosePeers(rounds);
  return [
    nothing(rounds),
    takenOver(rounds),
    forgotten(rounds),
    swapped(rounds),
    allAtOnce(rounds),
    alike(rounds),
    suspects(rounds),
    byHeart(rounds),
  ].filter((finding): finding is Finding => finding !== undefined);
}

function nothing({ coverage }: Rounds | NetworkRounds): Finding | undefined {
  const last = end(coverage);
  if (last >= 0.01) return undefined;
  return {
    problem: "nothing learned",
    seen: `Only ${percent(last)} of the unlabelled rows got a label: this is training on the given labels alone.`,
    todo: "Lower the threshold, or take quotas.",
  };
}

/** Twice the share that is due, or a quarter more of all: no sample of 500 rows differs so by chance. */
function takenOver({ classes, prior, agreement }: Rounds | NetworkRounds): Finding | undefined {
  const shares = end(classes);
  const large = shares.findIndex(
    (share, c) => share > Math.min(2 * prior[c] + 0.05, prior[c] + 0.25),
  );
  if (large < 0) return undefined;
  const due = percent(prior[large]);
  return {
    problem: "one class takes over",
    seen:
      `Class ${large} has ${percent(shares[large])} of the unlabelled rows and ${due} of the given labels, ` +
      `while learners agree on ${percent(end(agreement))}: agreement is not correctness.`,
    todo: "Give each class a quota that follows its prior; if the given labels do not show it, estimatePrior().",
  };
}

/** More given labels contradicted than at the start, and than so few of them would show by chance. */
function forgotten(rounds: Rounds | NetworkRounds): Finding | undefined {
  const { given, agreement, learners, arrived } = rounds;
  const [first, last] = [given[0], end(given)];
  const worst = last.indexOf(Math.min(...last));
  const count = arrived.filter((round) => round === 0).length;
  if (first[worst] - last[worst] <= byChance(count) || last[worst] > 0.9) return undefined;
  return {
    problem: "given labels forgotten",
    seen:
      `Learners agree on ${percent(end(agreement))} of the unlabelled rows, but ${learners[worst]} contradicts ` +
      `${percent(1 - last[worst])} of the given labels (${percent(1 - first[worst])} at the start).`,
    todo: "Stop earlier, weigh found labels less, or look for classes that changed places.",
  };
}

/** Rows change class wholesale although each class keeps its size. */
function swapped({ kept, classes, prior }: Rounds | NetworkRounds): Finding | undefined {
  const shares = end(classes);
  const balanced = shares.every((share, c) => Math.abs(share - prior[c]) < 0.15);
  if (end(kept) >= 0.4 || !balanced) return undefined;
  return {
    problem: "swapped classes",
    seen: `Only ${percent(end(kept))} of the unlabelled rows are in the class they had at first, though classes have kept their size.`,
    todo: "Compare with other seeds; let learners share labels (cross: false) or give more labels.",
  };
}

function allAtOnce(rounds: Rounds | NetworkRounds): Finding | undefined {
  const { coverage } = rounds;
  // Networks label every row anew in each round.
  if ("ramp" in rounds || coverage.length < 2 || coverage[1] < 0.9) return undefined;
  return {
    problem: "all at once",
    seen: `${percent(coverage[1])} of the unlabelled rows were labelled in round 1: a learner that sure repeats itself.`,
    todo: "Take quotas and a pool, or a learner with honest probabilities.",
  };
}

function alike({ learners, agreement }: Rounds | NetworkRounds): Finding | undefined {
  if (learners.length < 2 || !agreement.every((share) => share > 0.99)) return undefined;
  return {
    problem: "agreement without change",
    seen: `The learners agreed on ${percent(agreement[0])} of the unlabelled rows before they had taught each other anything.`,
    todo: "They have nothing to teach: give them other views, other kinds, or other initial weights.",
  };
}

function suspects(rounds: Rounds | NetworkRounds): Finding | undefined {
  if (!("trust" in rounds)) return undefined;
  const given = rounds.arrived.flatMap((round, row) => (round === 0 ? [row] : []));
  const doubted = given.filter((row) => rounds.trust[row] < 0.05);
  if (doubted.length === 0) return undefined;
  return {
    problem: "suspect labels",
    seen: `Networks do not believe ${doubted.length} of ${given.length} given labels: rows ${doubted.slice(0, 10).join(", ")}.`,
    todo: "Look at these rows; the label or the row may be wrong.",
  };
}

/**
 * Right labels are learned early and alike, wrong ones late and by each network in its own way. Seen only where networks
 * agreed well at first: views too weak for that hide it.
 */
function byHeart(rounds: Rounds | NetworkRounds): Finding | undefined {
  if (!("divergence" in rounds)) return undefined;
  const { given, agreement } = rounds;
  const repeated = given.map((shares) => Math.min(...shares));
  const early = repeated[Math.min(given.length - 1, Math.max(2, Math.ceil(given.length / 10)))];
  const apart = Math.min(...agreement);
  if (early > 0.9 || end(repeated) - early < 0.08 || apart > agreement[0] - 0.03) return undefined;
  return {
    problem: "labels learned by heart",
    seen:
      `Networks repeated ${percent(early)} of the given labels early on and ${percent(end(repeated))} at the end; ` +
      `meanwhile they agreed on ${percent(apart)} of the other rows, after ${percent(agreement[0])} at the start.`,
    todo: "Some labels may be wrong: stop earlier, give correct: {}, or take coTeach().",
  };
}

function end<T>(values: readonly T[]): T {
  return values[values.length - 1];
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
