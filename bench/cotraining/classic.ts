// Classic methods on two views: ours beside what scikit-learn, mvlearn and sslearn scored.
import {
  average,
  coTrain,
  democratic,
  logistic,
  naiveBayes,
  nearest,
  propagate,
  selfTrain,
  spread,
  tree,
  triTrain,
  vote,
  type Learner,
  type LearnerOptions,
  type RoundOptions,
} from "../../src/cotraining";
import { labelsOf, parted, relabelled } from "../../src/cotraining/labels";
import { seeded, shuffled } from "../../src/data/random";
import { along } from "./graphs";
import { accuracyOf } from "./nets";
import { numpyOrder } from "./numpyOrder";
import type { Problem } from "./problems";
import type { Method, Table } from "./rows";

/** As the recorded runs had them: logistic regression stopped early, trees grown to the end. */
const logreg = (o: LearnerOptions) => logistic({ ...o, tolerance: 1e-3 });
const grown = (o: LearnerOptions, seed?: number) =>
  tree({ ...o, depth: Infinity, smoothing: 0, seed });
type Make = typeof logreg | typeof naiveBayes;

const MAKES: Record<string, Make> = { gnb: naiveBayes, logreg };
const EVERYTHING = Infinity;

/** Table A of the recorded figures. */
export const classic: Table = {
  name: "classic",
  title: "Classic methods, beside scikit-learn, mvlearn and sslearn",
  columns: [
    ["digits", 5, 10],
    ["breast_cancer", 5, 10],
    ["wine", 3, 5],
    ["spam", 5, 10],
    ["gauss2view_rho00", 3, 5],
    ["gauss2view_rho90", 3, 5],
    ["moons", 3, 5],
  ].flatMap(([data, ...budgets]) =>
    (budgets as number[]).map((budget) => ({
      data: data as Problem["name"],
      level: String(budget),
      budget,
    })),
  ),
  margin: "sd",
  seconds: 1,
  methods: {
    ...Object.fromEntries(Object.entries(MAKES).flatMap(([name, make]) => withLearner(name, make))),
    "mvlearn CTClassifier p2n4[gnb]": onSpam(coTrained(naiveBayes, { quota: [4, 2] })),
    "mvlearn CTClassifier p2n4[logreg]": onSpam(coTrained(logreg, { quota: [4, 2] })),
    "sslearn TriTraining default(tree)": triTrained(grown),
    "sslearn DemocraticCoLearning default": democratically([grown, naiveBayes, nearest]),
    "sslearn DemocraticCoLearning logreg+gnb+knn": democratically([logreg, naiveBayes, nearest]),
    "LabelSpreading knn7": along(spread, 7),
    "LabelSpreading rbf gamma=1/median(d7^2)": along(spread, "median"),
    "LabelSpreading rbf gamma=20 (default)": along(spread, 20),
    "LabelPropagation knn7": along(propagate, 7),
    "LabelPropagation rbf gamma=1/median(d7^2)": along(propagate, "median"),
    "LabelPropagation rbf gamma=20 (default)": along(propagate, 20),
  },
};

/** The methods that take any learner. */
function withLearner(name: string, make: Make): [string, Method][] {
  const on = (view: (p: Problem) => string | string[]): Method => {
    return async (p) => {
      const learner = learnerOf(make, p, view(p));
      await learner.fit(p.few);
      return accuracyOf(learner, p);
    };
  };
  const selfTrained = (o: (p: Problem) => RoundOptions): Method => {
    return async (p) => {
      const learner = learnerOf(make, p, p.all);
      await selfTrain(learner, p.few, { pool: EVERYTHING, ...o(p) });
      return accuracyOf(learner, p);
    };
  };
  const surer = (threshold: number) => (p: Problem) => ({
    quota: Array<number>(p.classes).fill(EVERYTHING),
    threshold,
    rounds: 10,
  });
  const [both, thirty] = [coTrained(make, {}), coTrained(make, { rounds: 30 })];
  // Naive Bayes is sure to the last digit, so the surest ten tie: which of them come is left to chance, as numpy leaves it
  // to its partition. The first in the data would be a choice, as rows of one kind may stand there.
  return [
    [`supervised[${name}]`, on((p) => p.all)],
    [`view1-only[${name}]`, on(() => "left")],
    [`view2-only[${name}]`, on(() => "right")],
    [
      `two-view-average[${name}]`,
      async (p) => {
        const views = viewsOf(make, p);
        for (const learner of views) await learner.fit(p.few);
        return accuracyOf(average(views), p);
      },
    ],
    [
      `oracle-all-labels[${name}]`,
      async (p) => {
        const learner = learnerOf(make, p, p.all);
        const told = relabelled(p.few, "y", [...p.truth.keys()], p.truth);
        await learner.fit(told);
        told.dispose();
        return accuracyOf(learner, p);
      },
    ],
    [
      `self-training kbest10[${name}]`,
      selfTrained((p) => ({
        ...(p.name === "spam"
          ? { unbalanced: 100, rounds: 30 }
          : { unbalanced: 10, rounds: EVERYTHING }),
        order: shuffled(unlabelledOf(p), seeded(p.seed)),
      })),
    ],
    [`self-training thr.75[${name}]`, selfTrained(surer(0.75))],
    [`self-training thr.95[${name}]`, selfTrained(surer(0.95))],
    [`reference co-training k=1/class, 50 rounds[${name}]`, both],
    [`mvlearn CTClassifier default[${name}]`, both],
    [`sslearn CoTraining[${name}]`, thirty],
    [`sslearn TriTraining[${name}]`, triTrained(make)],
  ];
}

function coTrained(make: Make, o: RoundOptions): Method {
  return async (p) => {
    const views = viewsOf(make, p);
    const quota = Array<number>(p.classes).fill(1);
    // The recorded run took rows from the end of this order.
    const order = numpyOrder(unlabelledOf(p), p.seed).reverse();
    await coTrain(views, p.few, { quota, rounds: 50, order, ...o });
    return accuracyOf(average(views), p);
  };
}

function unlabelledOf(p: Problem): number[] {
  return parted(labelsOf(p.few, "y", p.classes)).unlabelled;
}

function triTrained(make: (o: LearnerOptions, seed: number) => Learner): Method {
  return async (p) => {
    const o = { view: p.all, target: "y", classes: p.classes };
    const three = [1, 2, 3].map((k) => make(o, 10 * p.seed + k));
    await triTrain(three, p.few, { rounds: EVERYTHING, seed: p.seed });
    return accuracyOf(average(three), p);
  };
}

function democratically(makes: (Make | typeof nearest | typeof tree)[]): Method {
  return async (p) => {
    const learners = makes.map((make) => learnerOf(make, p, p.all));
    await democratic(learners, p.few, { seed: p.seed });
    return accuracyOf(vote(learners), p);
  };
}

function learnerOf(
  make: Make | typeof nearest | typeof tree,
  { classes }: Problem,
  view: string | string[],
): Learner {
  return make({ view, target: "y", classes });
}

function viewsOf(make: Make, p: Problem): Learner[] {
  return ["left", "right"].map((view) => learnerOf(make, p, view));
}

function onSpam(method: Method): Method {
  return async (p, column) => (p.name === "spam" ? method(p, column) : NaN);
}
