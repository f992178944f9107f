import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { meanTeacher, meanTeacherLesson } from "../../src/cotraining/meanTeacher";
import { follow } from "../../src/cotraining/twins";
import { moons } from "../../src/data/moons";
import { seeded } from "../../src/data/random";
import { mlp } from "../../src/models/blocks";
import { trainableWeights } from "../../src/models/graph";
import { hardSharing } from "../../src/models/hardSharing";
import type { Model } from "../../src/models/model";
import { classification } from "../../src/tasks/classification";
import { evaluate } from "../../src/training/evaluate";
import { expectNoLeak } from "../toys";
import { batchOf } from "./clouds";

const model = (seed: number, widths = [16]) =>
  hardSharing({
    inputs: { x: [2] },
    encoder: mlp(widths),
    tasks: { moon: classification(2) },
    seed,
  });

describe("mean teacher", () => {
  it("the teacher goes a quarter of the way at a = 0.75, all of it at 0", () => {
    const [teacher, student] = [model(1), model(2)];
    const [t, s] = [teacher, student].map(({ net }) => trainableWeights(net)[0]);
    const [before, to] = [[...t.dataSync()], [...s.dataSync()]];
    follow(teacher, student, 0.75);
    t.dataSync().forEach((value: number, i: number) =>
      expect(value).toBeCloseTo(0.75 * before[i] + 0.25 * to[i], 5),
    );
    follow(teacher, student, 0);
    expect([...t.dataSync()]).toEqual(to);
    [teacher, student].forEach((each) => each.dispose());
  });

  it("the consistency term has a live gradient in the student and none in the teacher", () => {
    const [teacher, student] = [model(1), model(2)];
    const data = moons({ size: 8, rng: seeded(1) });
    tf.tidy(() => {
      const lesson = meanTeacherLesson(student, teacher, { noise: 0.1, seed: 1 });
      const { losses } = lesson(0, batchOf(data, [1]));
      const [mine, theirs] = [student, teacher].map(({ net }) => trainableWeights(net));
      const { grads } = tf.variableGrads(() => losses()[1], [...mine, ...theirs]);
      const size = (v: tf.Variable) => grads[v.name]?.abs().sum().dataSync()[0] ?? 0;
      expect(mine.map(size).every((value) => value > 0)).toBe(true);
      expect(theirs.map(size).every((value) => value === 0)).toBe(true);
    });
    [teacher, student, data].forEach((each) => each.dispose());
  });

  it("a student that sees rows in another light repeats what the teacher says of them as they are", () => {
    const [teacher, student] = [model(1), model(2)];
    const data = moons({ size: 8, rng: seeded(1) });
    tf.tidy(() => {
      const strong = (x: tf.Tensor) => tf.zerosLike(x);
      const lesson = meanTeacherLesson(student, teacher, { noise: 0, seed: 1, strong });
      const [labels, imitation] = lesson(0, batchOf(data, [1])).losses();
      const answers = ({ net }: Model, x: tf.Tensor) => tf.softmax(net.predict(x) as tf.Tensor);
      const { x } = data.inputs;
      const gap = answers(student, tf.zerosLike(x)).squaredDifference(answers(teacher, x)).mean();
      expect(imitation.dataSync()[0]).toBeCloseTo(gap.dataSync()[0], 6);
      const plain = meanTeacherLesson(student, teacher, { noise: 0, seed: 1 });
      expect(labels.dataSync()).toEqual(
        plain(0, batchOf(data, [1]))
          .losses()[0]
          .dataSync(),
      );
    });
    [teacher, student, data].forEach((each) => each.dispose());
  });

  it("tells the same story for the same seed, uses rows without a label, and leaves nothing", async () => {
    const all = moons({ size: 120, noise: 0.1, rng: seeded(1) });
    const few = all.hide("moon", 10, seeded(2));
    const run = async (weight: number) => {
      const [student, teacher] = [model(3), model(4)];
      const o = { epochs: 8, learningRate: 0.02, weight };
      const history = await meanTeacher(student, teacher, few, o);
      const score = evaluate(teacher, all).moon;
      [student, teacher].forEach((each) => each.dispose());
      return { history, score };
    };
    const found = await expectNoLeak(() => run(10));
    expect(found.score).toBeGreaterThan(0.7);
    expect(await run(10)).toEqual(found);
    expect((await run(0)).history).not.toEqual(found.history);
    [all, few].forEach((data) => data.dispose());
  });

  it("says when student and teacher are not alike", async () => {
    const [student, teacher] = [model(1), model(2, [4])];
    const data = moons({ size: 8, rng: seeded(1) });
    await expect(meanTeacher(student, teacher, data)).rejects.toThrow(
      "Expected a teacher with the student's weights, [2,16] [16] [16,2] [2]. Found [2,4]",
    );
    [student, teacher, data].forEach((each) => each.dispose());
  });
});
