// Co-EM: learners pass each other soft labels for everything, again and again, and may change their minds.
import type { Dataset } from "../data/dataset";
import { seeded } from "../data/random";
import { expected } from "../errors";
import { argMax, checkHalfLabelled, countClasses, labelsOf, parted, relabelled } from "./labels";
import { agreed, type Learner } from "./learner";
import type { Diagnostics, Rounds } from "./rounds";
import { fitOn } from "./teach";
import { watch } from "./watch";

/** How to pass soft labels round. */
export interface CoEMOptions {
  /** Rounds at most; in each every learner learns once. Default 20. */
  rounds?: number;
  /** Weight of an unlabelled row; a given label has 1. Default 1, as in the paper. */
  weight?: number;
  /** Share of its old soft labels that a row keeps each round, against swinging to and fro. Default 0. */
  damping?: number;
  /** Scale soft labels so that each class has its share of the given ones in sum. Default true; the paper does not. */
  balance?: boolean;
  /** Ends when soft labels move by less, in the mean over rows and classes. Default 0.001. */
  tolerance?: number;
  /** Of the rows looked at for the story. Default 0. */
  seed?: number;
  diagnostics?: Diagnostics;
  names?: string[];
}

/**
 * Co-EM (Nigam and Ghani 2000). The first learner fits the given labels; then in turn each learner fits the given labels
 * and the soft labels of its predecessor for every unlabelled row, and makes its own. No label is ever fixed, so errors
 * can be undone. Unlike the paper it holds the class shares (`balance`): without, one class soon takes all. Needs learners that take soft labels: all of this package do. Labels in `Rounds` are the mean's most
 * probable class at the end, dated by the last round in which it changed.
 *
 * @example
 * const rounds = await coEM(["left", "right"].map((view) => naiveBayes({ view, target: "digit", classes: 10 })), few);
 */
export async function coEM(
  learners: readonly Learner[],
  data: Dataset,
  o: CoEMOptions = {},
): Promise<Rounds> {
  const { target, classes } = agreed(learners, 2);
  const { rounds = 20, weight = 1, damping = 0, balance = true, tolerance = 1e-3 } = o;
  if (!(weight > 0)) throw expected("weight above 0", String(weight), "Try 1.");
  if (!(damping >= 0 && damping < 1)) {
    throw expected("damping from 0 to below 1", String(damping), "Try 0.5.");
  }
  const given = labelsOf(data, target, classes);
  checkHalfLabelled(given, classes);
  const { unlabelled } = parted(given);
  const prior = countClasses(given, classes);
  const hidden = data.rows(unlabelled);
  const story = watch(learners, data, given, { ...o, rng: seeded(o.seed ?? 0) });
  const labels = [...given];
  const arrived: number[] = given.map((label) => (Number.isNaN(label) ? -1 : 0));
  const everyRow = [...given.keys()];
  let stopped: Rounds["stopped"] = "rounds";
  try {
    for (const learner of learners) await fitOn(learner, data, given);
    story.see(
      labels,
      learners.map(() => 0),
    );
    const own = learners.map((learner) => learner.probabilities(hidden));
    for (let round = 1; round <= rounds; round++) {
      let moved = 0;
      for (const [k, learner] of learners.entries()) {
        const before = own[(k + learners.length - 1) % learners.length];
        const lesson = balance ? balanced(before, prior) : before;
        const soft = everyRow.map((row) => oneHot(given[row], classes));
        unlabelled.forEach((row, i) => (soft[row] = lesson[i].map((q) => q * weight)));
        const part = relabelled(data, target, everyRow, soft);
        await learner.fit(part);
        part.dispose();
        const said = learner.probabilities(hidden);
        own[k] = own[k].map((old, i) =>
          old.map((q, c) => {
            const next = damping * q + (1 - damping) * said[i][c];
            moved += Math.abs(next - q);
            return next;
          }),
        );
      }
      const changed = unlabelled.filter((row, i) => {
        const label = argMax(own[0][i].map((_, c) => own.reduce((sum, q) => sum + q[i][c], 0)));
        if (label === labels[row]) return false;
        [labels[row], arrived[row]] = [label, round];
        return true;
      });
      story.see(
        labels,
        learners.map((_, k) => (k === 0 ? changed.length : 0)),
      );
      if (moved / (unlabelled.length * classes * learners.length) >= tolerance) continue;
      stopped = "no change";
      break;
    }
    return story.rounds(labels, arrived, stopped);
  } finally {
    hidden.dispose();
    story.dispose();
  }
}

/**
 * Soft labels whose sums over rows follow the prior: classes and rows are scaled in turn (Sinkhorn 1967) until they do.
 * Without it the class that is a little too large grows every round.
 */
export function balanced(
  soft: readonly (readonly number[])[],
  prior: readonly number[],
): number[][] {
  const total = prior.reduce((a, b) => a + b, 0);
  let q = soft.map((row) => [...row]);
  for (let turn = 0; turn < 50; turn++) {
    const scale = prior.map((count, c) => {
      const mass = q.reduce((sum, row) => sum + row[c], 0);
      return mass > 0 ? ((count / total) * q.length) / mass : 1;
    });
    q = q.map((row) => {
      const scaled = row.map((value, c) => value * scale[c]);
      const sum = scaled.reduce((a, b) => a + b, 0);
      return sum > 0 ? scaled.map((value) => value / sum) : row;
    });
    if (scale.every((value) => Math.abs(value - 1) < 1e-4)) break;
  }
  return q;
}

function oneHot(label: number, classes: number): number[] {
  return Array.from({ length: classes }, (_, c) => (c === label ? 1 : 0));
}
