import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { bornAgainLesson } from "../../src/cotraining/bornAgain";
import { coTeachLesson } from "../../src/cotraining/coTeach";
import { coTeachPlusLesson } from "../../src/cotraining/coTeachPlus";
import { deepCoTrainingLesson } from "../../src/cotraining/deepCoTraining";
import { distillLesson } from "../../src/cotraining/distill";
import { fixMatchLesson } from "../../src/cotraining/fixMatch";
import { hintLesson, partOf, regressed } from "../../src/cotraining/hints";
import { joCoRLesson } from "../../src/cotraining/joCoR";
import { meanTeacherLesson } from "../../src/cotraining/meanTeacher";
import { mutualLesson } from "../../src/cotraining/mutual";
import { noisyStudentLesson } from "../../src/cotraining/noisyStudent";
import { branched, oneLesson } from "../../src/cotraining/one";
import type { Lesson } from "../../src/cotraining/peers";
import { jitter } from "../../src/cotraining/perturb";
import { piLesson } from "../../src/cotraining/piModel";
import { softPeersLesson } from "../../src/cotraining/softPeers";
import { trainableWeights } from "../../src/models/graph";
import type { Model } from "../../src/models/model";
import { mlp } from "../../src/models/blocks";
import { classification } from "../../src/tasks/classification";
import { batchOf, clouds, model } from "./clouds";

/** A few labelled rows and a few others. */
const few = () => clouds(12, { kept: 6 });

/** Gradients of a term that may not reach every weight; it is anchored in all of them, by nothing. */
function gradients(term: () => tf.Scalar, weights: tf.Variable[]) {
  const anchor = () => tf.addN(weights.map((v) => v.sum().mul(0) as tf.Scalar));
  return tf.variableGrads(() => term().add(anchor()) as tf.Scalar, weights);
}

/** For each term the networks whose weights its gradient moves. */
function moved(
  lesson: Lesson,
  k: number,
  models: readonly Model[],
  levels: number[],
  data = few(),
): string[] {
  const found = tf.tidy(() => {
    const { losses } = lesson(k, batchOf(data, levels));
    const all = models.map(({ net }) => trainableWeights(net));
    return losses().map((_, term) => {
      const { grads } = gradients(() => losses()[term]!, all.flat());
      const size = (v: tf.Variable) => grads[v.name]?.abs().sum().dataSync()[0] ?? 0;
      const moves = all.map((own) => own.reduce((sum, v) => sum + size(v), 0) > 0);
      return models.flatMap((_, j) => (moves[j] ? [j] : [])).join(" and ") || "none";
    });
  });
  data.dispose();
  return found;
}

const weak = jitter(0.05);
const match = { threshold: 0, weight: 1, weak, strong: jitter(0.15), seed: 0 };
const student = { threshold: 0, soft: true, weight: 1, noise: weak, seed: 0 };

/** Method, lesson, network that learns, levels, and what each term moves: labels, imitation, difference. */
type Row = [string, (m: Model[]) => Lesson, number, number[], string[]];

const withFewLabels: Row[] = [
  ["mutual", mutualLesson, 0, [1], ["0", "0"]],
  ["mutual", mutualLesson, 1, [1], ["1", "1"]],
  ["distill", ([t, s]) => distillLesson(t, s, { temperature: 4, hard: 0.5 }), 0, [], ["1", "1"]],
  ["born-again", ([t, s]) => bornAgainLesson(t, s, 1), 0, [], ["1", "1"]],
  ["born-again, generation 0", ([s]) => bornAgainLesson(undefined, s, 1), 0, [], ["0", "none"]],
  [
    "mean teacher",
    ([s, t]) => meanTeacherLesson(s, t, { noise: 0.1, seed: 1 }),
    0,
    [1],
    ["0", "0"],
  ],
  ["Pi model", ([m]) => piLesson(m, 0.1, 1), 0, [1], ["0", "0"]],
  ["FixMatch", ([m]) => fixMatchLesson(m, match), 0, [], ["0", "0"]],
  [
    "FixMatch, nothing sure",
    ([m]) => fixMatchLesson(m, { ...match, threshold: 1 }),
    0,
    [],
    ["0", "none"],
  ],
  ["deep co-training", (m) => deepCoTrainingLesson(m, 0.1), 0, [1, 1], ["0", "0 and 1", "0"]],
  ["deep co-training", (m) => deepCoTrainingLesson(m, 0.1), 1, [1, 1], ["1", "0 and 1", "1"]],
  ["soft sharing", (m) => softPeersLesson(m, 1), 0, [], ["0", "0 and 1"]],
  ["soft sharing", (m) => softPeersLesson(m, 1), 1, [], ["1", "0 and 1"]],
];

const withWrongLabels: Row[] = [
  ["co-teaching", coTeachLesson, 0, [0.5], ["0", "none"]],
  ["co-teaching", coTeachLesson, 1, [0.5], ["1", "none"]],
  ["co-teaching+", coTeachPlusLesson, 0, [0.5, 1], ["0", "none"]],
  ["co-teaching+", coTeachPlusLesson, 1, [0.5, 1], ["1", "none"]],
  ["JoCoR", (m) => joCoRLesson(m, 0.1), 0, [0.5], ["0", "0 and 1"]],
  ["JoCoR", (m) => joCoRLesson(m, 0.1), 1, [0.5], ["1", "0 and 1"]],
];

describe("every term has a live gradient, every stopped peer none", () => {
  it.each(withFewLabels)("%s", (_, make, k, levels, wanted) => {
    const models = [model(1), model(2)];
    expect(moved(make(models), k, models, levels)).toEqual(wanted);
    models.forEach((each) => each.dispose());
  });

  it.each(withWrongLabels)("%s", (_, make, k, levels, wanted) => {
    const models = [model(1), model(2)];
    expect(moved(make(models), k, models, levels, clouds(12))).toEqual(wanted);
    models.forEach((each) => each.dispose());
  });

  it("noisy student: the teacher stays as it is", () => {
    const models = [model(1), model(2)];
    const scale = tf.ones([2]) as tf.Tensor1D;
    const lesson = noisyStudentLesson(models[0], models[1], { ...student, scale });
    expect(moved(lesson, 0, models, [])).toEqual(["1", "1"]);
    tf.dispose(scale);
    models.forEach((each) => each.dispose());
  });

  it("hints move the student up to the guided layer, and the regressor; its head and the teacher stay", () => {
    const [teacher, small] = [model(1, [8, 6]), model(2, [4])];
    const layers = ({ net }: Model) => net.layers.map(({ name }) => name);
    const hint = partOf(teacher, layers(teacher)[2]);
    const { guided, regressor } = regressed(small, layers(small)[1], hint, 0);
    expect(regressor.getWeights()[0].shape).toEqual([4, 6]);
    expect(moved(hintLesson(hint, guided), 0, [guided, teacher], [])).toEqual(["none", "0"]);
    const head = trainableWeights(small.net).slice(-2);
    expect(trainableWeights(guided.net)).not.toContain(head[0]);
    regressor.dispose();
    [teacher, small].forEach((each) => each.dispose());
  });

  it("ONE: the ensemble's answers teach the branches, and the gate learns from labels alone", () => {
    const o = { inputs: { x: [2] }, encoder: mlp([4]), tasks: { y: classification(2) } };
    const net = branched({ ...o, head: mlp([3]), branches: 2 });
    const data = few();
    tf.tidy(() => {
      const targets = { "y 1": data.targets.y, "y 2": data.targets.y, y: data.targets.y };
      const { losses } = oneLesson(net.whole, 3)(0, { ...batchOf(data, [1]), targets });
      const weights = trainableWeights(net.whole.net);
      const branches = new Set(net.branches.flatMap((b) => trainableWeights(b.net)));
      const size = (term: number) => {
        const { grads } = gradients(() => losses()[term]!, weights);
        return weights.map((v) => [branches.has(v), grads[v.name].abs().sum().dataSync()[0] > 0]);
      };
      expect(size(0).every(([, moves]) => moves)).toBe(true);
      expect(size(1).every(([branch, moves]) => branch === moves)).toBe(true);
    });
    [net, data].forEach((each) => each.dispose());
  });
});
