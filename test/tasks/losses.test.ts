import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { ready } from "../../src/engine";
import { normal, seeded } from "../../src/data/random";
import { binary } from "../../src/tasks/binary";
import { boxes } from "../../src/tasks/boxes";
import { classification } from "../../src/tasks/classification";
import { regression } from "../../src/tasks/regression";
import type { Task } from "../../src/tasks/task";
import { expectNoLeak } from "../toys";

beforeAll(() => ready());

const loss = (task: Task, target: tf.TensorLike, raw: number[][]): number[] =>
  tf.tidy(() => Array.from(task.loss(tf.tensor(target), tf.tensor2d(raw)).dataSync()));

const output = (task: Task, raw: number[][]): number[][] =>
  tf.tidy(() => task.output(tf.tensor2d(raw)).arraySync());

describe("losses, by hand", () => {
  it("classification is -log of the right class's softmax", () => {
    // softmax(log 1, log 2, log 5) = 1/8, 2/8, 5/8
    const raw = [
      [0, Math.log(2), Math.log(5)],
      [0, Math.log(2), Math.log(5)],
    ];
    const [first, second] = loss(classification(3), [2, 0], raw);
    expect(first).toBeCloseTo(Math.log(8 / 5), 6);
    expect(second).toBeCloseTo(Math.log(8), 6);
    expect(output(classification(3), raw)[0]).toEqual(
      [1 / 8, 2 / 8, 5 / 8].map((p) => expect.closeTo(p, 6)),
    );
  });

  it("binary is -log of the right side's sigmoid, however large the score", () => {
    const [even, sure, wrong] = loss(binary(), [1, 1, 0], [[0], [12], [100]]);
    expect(even).toBeCloseTo(Math.log(2), 6);
    expect(sure).toBeCloseTo(Math.log1p(Math.exp(-12)), 9);
    expect(wrong).toBeCloseTo(100, 4);
    expect(output(binary(), [[0], [Math.log(3)]])).toEqual([[0.5], [expect.closeTo(0.75, 6)]]);
  });

  it("regression is the squared error, averaged over units", () => {
    expect(loss(regression(), [1, 2], [[3], [2]])).toEqual([4, 0]);
    expect(loss(regression(2), [[1, 2]], [[2, 5]])).toEqual([5]);
    expect(output(regression(), [[3]])).toEqual([[3]]);
  });

  // b = 1/9: an error of 1/18 costs (1/18)^2 * 9/2 = 1/72, an error of 1 costs 1 - 1/18.
  it("boxes is a parabola for small errors and a line for large ones, summed over four", () => {
    const [sum] = loss(boxes(), [[0, 0, 1, 1]], [[1 / 18, 0, 1, 2]]);
    expect(sum).toBeCloseTo(1 / 72 + 17 / 18, 6);
  });
});

describe("gradients of losses", () => {
  const tasks: [string, Task, number[] | number[][]][] = [
    ["classification", classification(3), [0, 2, 1]],
    ["binary", binary(), [0, 1, 1]],
    ["regression", regression(), [0.5, -1, 2]],
    [
      "regression of two",
      regression(2),
      [
        [0.5, -1],
        [2, 0],
        [1, 1],
      ],
    ],
    [
      "boxes",
      boxes(),
      [
        [0, 0, 0.5, 0.5],
        [0.1, 0.2, 0.3, 0.4],
        [0.5, 0.5, 0.1, 0.1],
      ],
    ],
  ];

  it.each(tasks)("%s agrees with finite differences", (_, task, target) => {
    const rng = seeded(3);
    const raw = Array.from({ length: 3 }, () =>
      Array.from({ length: task.units }, () => normal(rng)),
    );
    const total = (scores: number[][]) => loss(task, target, scores).reduce((a, b) => a + b, 0);
    const gradient = tf.tidy(
      () =>
        tf
          .grad((z) => task.loss(tf.tensor(target), z as tf.Tensor2D).sum())(tf.tensor2d(raw))
          .arraySync() as number[][],
    );
    const h = 2e-3;
    raw.forEach((row, i) =>
      row.forEach((_, j) => {
        const shifted = (by: number) =>
          raw.map((r, k) => r.map((v, l) => (k === i && l === j ? v + by : v)));
        const slope = (total(shifted(h)) - total(shifted(-h))) / (2 * h);
        expect(gradient[i][j]).toBeCloseTo(slope, 2);
      }),
    );
  });

  it("binary has its slope of one half at a score of exactly 0", () => {
    const slope = tf.tidy(() =>
      tf
        .grad((z) =>
          binary()
            .loss(tf.tensor([0, 1]), z as tf.Tensor2D)
            .sum(),
        )(tf.zeros([2, 1]))
        .dataSync(),
    );
    expect(Array.from(slope)).toEqual([0.5, -0.5]);
  });

  it("losses and outputs leave nothing behind but their result", async () => {
    await expectNoLeak(() => {
      for (const [, task, labels] of tasks) {
        const [target, raw] = [tf.tensor(labels), tf.ones<tf.Rank.R2>([3, task.units])];
        tf.dispose([task.loss(target, raw), task.output(raw), target, raw]);
      }
    });
  });
});
