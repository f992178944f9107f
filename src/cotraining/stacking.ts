// Stacking: a learner that learns whom to believe, from answers to rows the others had not seen.
import { fromArrays } from "../data/arrays";
import type { Dataset } from "../data/dataset";
import { seeded, shuffled } from "../data/random";
import { expected } from "../errors";
import { countClasses, labelsOf, parted } from "./labels";
import { agreed, type Learner } from "./learner";
import { logistic } from "./learners/logistic";

/** How to stack. */
export interface StackingOptions {
  /** Parts of the labelled rows; answers for each come from learners trained on the others. Default 5. */
  folds?: number;
  /** Puts the learners' answers together; reads the view "answers", [learners * classes]. Default: logistic. */
  meta?: Learner;
  /** Of the parts. Default 0. */
  seed?: number;
}

/** The view that the learner on top reads. */
const ANSWERS = "answers";

/**
 * Stacking (Wolpert 1992; with probabilities, Ting and Witten 1999): the labelled rows are split into folds with the same
 * share of every class; for each fold the learners are trained on the others and asked; on these out-of-fold answers
 * [rows, learners * classes] the learner on top is trained; then all learners are trained on everything. Asking them on
 * rows they know would make the surest liar look best. RangeError for a class with a single labelled row.
 *
 * @example
 * const stacked = stacking([naiveBayes(o), logistic(o), nearest(o)], { folds: 5 });
 * await stacked.fit(train);
 * stacked.probabilities(test);
 */
export function stacking(learners: readonly Learner[], o: StackingOptions = {}): Learner {
  const { target, classes } = agreed(learners, 2);
  const { folds = 5, seed = 0, meta = logistic({ view: ANSWERS, target, classes }) } = o;
  if (!(Number.isInteger(folds) && folds >= 2)) {
    throw expected("two folds or more", String(folds), "Take 5.");
  }
  if (meta.target !== target || meta.classes !== classes) {
    const found = `"${meta.target}" with ${meta.classes}`;
    throw expected(`a learner on top for "${target}" with ${classes} classes`, found, "Match it.");
  }
  return {
    target,
    classes,
    async fit(data) {
      const labels = labelsOf(data, target, classes);
      const parts = stratified(labels, classes, folds, seed);
      const rows = parts.flat();
      const answers: number[][] = [];
      for (const part of parts) {
        const inside = new Set(part);
        const [others, asked] = [
          data.rows(rows.filter((row) => !inside.has(row))),
          data.rows(part),
        ];
        try {
          for (const learner of learners) await learner.fit(others);
          answers.push(...joined(learners, asked));
        } finally {
          [others, asked].forEach((each) => each.dispose());
        }
      }
      const top = fromArrays({ [ANSWERS]: answers }, { [target]: rows.map((row) => labels[row]) });
      try {
        await meta.fit(top);
      } finally {
        top.dispose();
      }
      for (const learner of learners) await learner.fit(data);
    },
    probabilities(data) {
      const top = fromArrays({ [ANSWERS]: joined(learners, data) }, {});
      try {
        return meta.probabilities(top);
      } finally {
        top.dispose();
      }
    },
    dispose: () => [...learners, meta].forEach((learner) => learner.dispose?.()),
  };
}

/**
 * The labelled rows in parts: of every class each part has as many as any other, give or take one, and no part is empty.
 * RangeError for a class with a single row, which no learner could learn while it is asked.
 */
export function stratified(
  labels: readonly number[],
  classes: number,
  folds: number,
  seed: number,
): number[][] {
  const counts = countClasses(labels, classes);
  const rare = counts.findIndex((count) => count < 2);
  if (rare >= 0) {
    throw expected(
      "two labelled rows or more of every class",
      `${counts[rare]} of class ${rare}`,
      "Label some rows of it, or average() the learners.",
    );
  }
  const order = shuffled(parted(labels).labelled, seeded(seed));
  order.sort((a, b) => labels[a] - labels[b]);
  // Dealt out class after class, so that neighbours of one class go to different parts.
  return Array.from({ length: folds }, (_, k) => order.filter((_, i) => i % folds === k)).filter(
    (part) => part.length > 0,
  );
}

/** The learners' probabilities side by side, [rows][learners * classes]. */
function joined(learners: readonly Learner[], data: Dataset): number[][] {
  const answers = learners.map((learner) => learner.probabilities(data));
  return answers[0].map((_, row) => answers.flatMap((rows) => rows[row]));
}
