import { describe, expect, it } from "vitest";
import "../../src/engine";
import {
  bornAgain,
  coEM,
  coRegress,
  coRegularised,
  coTeach,
  coTeachPlus,
  coTrain,
  coTrainNetworks,
  deepCoTraining,
  democratic,
  fixMatch,
  joCoR,
  mutual,
  naiveBayes,
  noisyStudent,
  propagate,
  selfTrain,
  snapshot,
  softPeers,
  spread,
  triTrain,
} from "../../src/cotraining";
import { fromArrays } from "../../src/data/arrays";
import type { Dataset } from "../../src/data/dataset";
import { mlp } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { classification } from "../../src/tasks/classification";

const x = (count: number, width = 2) =>
  Array.from({ length: count }, (_, i) => Array.from({ length: width }, (_, j) => i + j / 2));
const data = (y: number[], right = x(y.length)) => fromArrays({ left: x(y.length), right }, { y });
const bayes = (views: string[]) =>
  views.map((view) => naiveBayes({ view, target: "y", classes: 2 }));
const model = (seed: number) =>
  hardSharing({ inputs: { left: [2] }, encoder: mlp([4]), tasks: { y: classification(2) }, seed });

/** Every method in its shortest form; `few` says how many learners, views or networks it gets. */
const methods: Record<string, (d: Dataset, few?: boolean) => unknown> = {
  selfTrain: (d) => selfTrain(bayes(["left"])[0], d, { rounds: 2 }),
  coTrain: (d, few) => coTrain(bayes(few ? ["left"] : ["left", "right"]), d, { rounds: 2 }),
  coEM: (d, few) => coEM(bayes(few ? ["left"] : ["left", "right"]), d, { rounds: 2 }),
  triTrain: (d, few) => triTrain(bayes(few ? ["left"] : ["left", "right", "left"]), d),
  democratic: (d, few) => democratic(bayes(few ? ["left"] : ["left", "right", "left"]), d),
  propagate: (d) => propagate(d, { view: "left", target: "y", classes: 2 }),
  spread: (d) => spread(d, { view: "left", target: "y", classes: 2 }),
  coRegress: (d) => coRegress(d, { views: ["left", "right"], target: "y" }),
  coRegularised: (d, few) =>
    coRegularised(d, { views: few ? ["left"] : ["left", "right"], target: "y" }),
  coTrainNetworks: async (d, few) => {
    const networks = (few ? ["left"] : ["left", "right"]).map((view) => ({
      view,
      encoder: mlp([4]),
    }));
    const run = await coTrainNetworks(networks, d, {
      target: "y",
      classes: 2,
      rounds: 1,
      steps: 1,
      compile: false,
    });
    run.dispose();
  },
  mutual: (d, few) => lent(few ? 1 : 2, (models) => mutual(models, d, short)),
  coTeach: (d) => lent(2, (models) => coTeach(models, d, { ...short, forget: 0.2 })),
  coTeachPlus: (d, few) =>
    lent(few ? 1 : 2, (models) => coTeachPlus(models, d, { ...short, forget: 0.2 })),
  joCoR: (d, few) => lent(few ? 1 : 2, (models) => joCoR(models, d, { ...short, forget: 0.2 })),
  softPeers: (d, few) => lent(few ? 1 : 2, (models) => softPeers(models, d, short)),
  snapshot: (d, few) => lent(few ? 1 : 2, (models) => snapshot(models, d, { epochs: 2 })),
  bornAgain: (d, few) => lent(few ? 1 : 2, (models) => bornAgain(models, d, short)),
  noisyStudent: (d, few) => lent(few ? 1 : 2, (models) => noisyStudent(models, d, short)),
  fixMatch: (d) => lent(1, ([one]) => fixMatch(one, d, short)),
  deepCoTraining: (d, few) => lent(few ? 1 : 2, (models) => deepCoTraining(models, d, short)),
};
const short = { epochs: 1, compile: false };
const classes = /a labelled row of every class/;
const hidden = /some rows without a label|NaN in others|row without a label/;
const few =
  "selfTrain coTrain coEM triTrain democratic propagate spread coTrainNetworks fixMatch deepCoTraining noisyStudent";
const several =
  /2 learners or more|3 learners or more|two views or more|two networks|two models or more|two generations or more|a teacher and a student/;

async function lent<T>(count: number, use: (m: ReturnType<typeof model>[]) => Promise<T>) {
  const models = Array.from({ length: count }, (_, k) => model(k));
  try {
    return await use(models);
  } finally {
    models.forEach((each) => each.dispose());
  }
}

/** What is wrong, and what each method that is concerned says. */
const wrong: [string, RegExp, string[], () => Dataset, boolean?][] = [
  [
    "no row without a label",
    hidden,
    "selfTrain coTrain coEM triTrain democratic propagate spread coRegress coRegularised coTrainNetworks fixMatch deepCoTraining noisyStudent".split(
      " ",
    ),
    () => data([0, 1, 0, 1, 0, 1]),
  ],
  ["a class without labels", classes, few.split(" "), () => data([0, 0, NaN, NaN, 0, NaN])],
  ["all rows of one label", classes, few.split(" "), () => data([1, 1, NaN, NaN, 1, NaN])],
  [
    "a single learner, view or network (K = 1)",
    several,
    "coTrain coEM triTrain democratic coRegularised mutual deepCoTraining coTeachPlus joCoR softPeers snapshot bornAgain noisyStudent".split(
      " ",
    ),
    () => data([0, 1, NaN, NaN, 0, 1]),
    true,
  ],
  ["wrong labels to be forgotten, but none given", /a label in every row/, ["coTeach", "coTeachPlus", "joCoR"], () =>
    data([0, 1, NaN, NaN, 0, 1])], // prettier-ignore
];

describe("bad input", () => {
  const table = wrong.flatMap(([what, message, names, make, few]) =>
    names.map((name) => [what, name, message, make, few] as const),
  );
  it.each(table)("%s: %s says so", async (_, name, message, make, few) => {
    const d = make();
    await expect((async () => methods[name](d, few))()).rejects.toThrow(message);
    d.dispose();
  });

  it("one network alone (K = 1) in coTrainNetworks is the control: same schedule, no peer", async () => {
    const d = data([0, 1, NaN, NaN, 0, 1]);
    await expect(methods.coTrainNetworks(d, true)).resolves.toBeUndefined();
    d.dispose();
  });

  it("views of different length never become a data set", () => {
    expect(() => data([0, 1, NaN], x(4))).toThrow(/Expected .* rows|same number/);
  });

  it("all rows of one label: tolerated where numbers are predicted, which then are that number", async () => {
    const d = data([1, 1, 1, NaN, NaN, NaN]);
    const found = await coRegress(d, { views: ["left", "right"], target: "y" });
    found.predict(d).forEach((value) => expect(value).toBe(1));
    d.dispose();
  });
});
