// What co-training is worth: the same data, seeds and quotas given to the methods it must beat.
import type { Dataset } from "../data/dataset";
import { coTrain, type CoTrainOptions } from "./coTrain";
import { average } from "./ensembles";
import { argMax, countClasses, labelsOf, relabelled } from "./labels";
import { agreed, type Classifier, type Learner } from "./learner";
import { same } from "./measures";
import { paired, type Paired } from "./paired";
import { quotas } from "./quotas";
import { selfTrain } from "./selfTrain";

/** One seed's data. */
export interface Trial {
  /** Training rows, most of them without a label. */
  readonly data: Dataset;
  readonly test: Dataset;
  /** The true class of every training row: for the oracle only. */
  readonly truth: ArrayLike<number>;
}

/** What is compared. */
export interface ControlOptions extends Omit<CoTrainOptions, "seed" | "diagnostics" | "names"> {
  seeds: readonly number[];
  /** The data of a seed. It is disposed after use. */
  trial(seed: number): Trial;
  /** The learners that teach each other, one per view, fresh for every seed. */
  views(seed: number): Learner[];
  /** A learner of the same kind on all features. */
  all(seed: number): Learner;
}

/** Test accuracies of co-training and its controls, one per seed, and what co-training gains over each. */
export interface Controls {
  readonly accuracy: Record<Control, number[]>;
  /** Co-training minus the control. */
  readonly gain: Record<Exclude<Control, "co-training">, Paired>;
  /** Runs whose accuracy is below what always naming the most common class of the test data gives, plus 5 points. */
  readonly collapses: Record<Control, number>;
}

/** The methods, in the order of what each takes away from the one before. */
export type Control =
  | "co-training"
  | "self-training, same quota"
  | "average of the views"
  | "supervised, all features"
  | "oracle, all labels";

/**
 * Co-training beside its controls, on the same seeds: self-training of one learner on all features with the same number
 * of labels a round; the views' average without unlabelled rows; one learner on all features and the given labels; the
 * same with all labels true. Only a gain over the first says that views helped; over the others quotas may be the reason.
 *
 * @example
 * const { gain } = await controls({ seeds: [0, 1, 2, 3, 4], trial, views, all, rounds: 50 });
 * gain["self-training, same quota"]; // { mean: -0.005, error: 0.003, wins: 2, ... }
 */
export async function controls(o: ControlOptions): Promise<Controls> {
  const { seeds, trial, views, all, ...rounds } = o;
  const accuracy: Record<Control, number[]> = {
    "co-training": [],
    "self-training, same quota": [],
    "average of the views": [],
    "supervised, all features": [],
    "oracle, all labels": [],
  };
  const collapses = mapControls(accuracy, () => 0);
  for (const seed of seeds) {
    const { data, test, truth } = trial(seed);
    const [teachers, single, apart, alone, oracle] = [
      views(seed),
      all(seed),
      views(seed),
      all(seed),
      all(seed),
    ];
    const made = [...teachers, single, ...apart, alone, oracle];
    try {
      const { target, classes } = agreed(teachers, 2);
      const labels = labelsOf(test, target, classes);
      const chance = Math.max(...countClasses(labels, classes)) / labels.length;
      const note = (name: Control, classifier: Classifier) => {
        const right = same(classifier.probabilities(test).map(argMax), labels);
        accuracy[name].push(right);
        if (right < chance + 0.05) collapses[name]++;
      };
      const quota = o.quota ?? quotas(countClasses(labelsOf(data, target, classes), classes));
      const own = o.unbalanced === undefined ? { quota } : {};
      await coTrain(teachers, data, { ...rounds, ...own, seed });
      note("co-training", average(teachers));
      const each = teachers.length;
      await selfTrain(single, data, {
        ...rounds,
        ...(o.unbalanced === undefined
          ? { quota: quota.map((count) => count * each) }
          : { unbalanced: o.unbalanced * each }),
        seed,
      });
      note("self-training, same quota", single);
      for (const learner of [...apart, alone]) await learner.fit(data);
      note("average of the views", average(apart));
      note("supervised, all features", alone);
      const told = relabelled(data, target, [...Array(data.size).keys()], Array.from(truth));
      await oracle.fit(told);
      told.dispose();
      note("oracle, all labels", oracle);
    } finally {
      made.forEach((learner) => learner.dispose?.());
      [data, test].forEach((each) => each.dispose());
    }
  }
  const { "co-training": ours, ...others } = accuracy;
  return { accuracy, gain: mapControls(others, (scores) => paired(ours, scores)), collapses };
}

function mapControls<K extends string, A, B>(from: Record<K, A>, f: (value: A) => B): Record<K, B> {
  const entries = Object.entries(from) as [K, A][];
  return Object.fromEntries(entries.map(([name, value]) => [name, f(value)])) as Record<K, B>;
}
