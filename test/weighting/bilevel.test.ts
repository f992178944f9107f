// Task weights learned by looking ahead, on losses |theta - c_t|^2 / 2, whose gradients are theta - c_t.
import { expect, test } from "vitest";
import * as w from "../../src/weighting";

const tasks = ["a", "b"];

/** A step at theta, where each batch pulls every task towards a point of its own: centres[batch][task]. */
function at(theta: number[], centres: number[][][], epoch = 0): w.RowsInfo {
  const rows = (x: number[], b: number) => centres[b].map((c) => x.map((v, i) => v - c[i]));
  const losses = (x: number[], b: number) =>
    rows(x, b).map((row) => row.reduce((s, v) => s + v * v, 0) / 2);
  const moved = (step: ArrayLike<number>) => theta.map((v, i) => v - step[i]);
  return {
    step: 0,
    epoch,
    losses: losses(theta, 0),
    rows: centres.map((_, b) => rows(theta, b)),
    ahead: (b, step) => ({ losses: losses(moved(step), b), rows: rows(moved(step), b) }),
  };
}

const opposed = [
  [[1], [-1]],
  [[1], [-1]],
];

test("Auto-Lambda gives more to a task that moves towards the primary one", () => {
  const { gradient, heads } = w
    .autoLambda({ primary: ["a"], learningRate: 0.1 })
    .start(tasks)
    .combine(at([0], opposed));
  // The slope of the logits is -+0.05, Adam's first step 0.1 against it: weights 2 softmax(0.1, -0.1) = 1 +- tanh 0.1.
  expect(heads).toEqual([1 + Math.tanh(0.1), 1 - Math.tanh(0.1)].map((x) => expect.closeTo(x, 5)));
  expect(gradient[0]).toBeCloseTo(-2 * Math.tanh(0.1), 5);
});

test("Auto-Lambda judges at the weights that the step leads to, on the second batch", () => {
  // One batch pulls a and b to 4 and 0: from 0 the step goes to 2; there the other batch's a, at 1, pulls back.
  const centres = [
    [[4], [0]],
    [[1], [0]],
  ];
  const heads = (innerRate: number) =>
    w
      .autoLambda({ primary: ["a"], innerRate, learningRate: 0.1 })
      .start(tasks)
      .combine(at([0], centres)).heads;
  expect(heads(1)[0]).toBeLessThan(1);
  expect(heads(0.1)[0]).toBeGreaterThan(1);
});

test("MOML moves weights only along what helps every task", () => {
  const between = w
    .moml({ learningRate: 0.1 })
    .start(tasks)
    .combine(at([0], opposed));
  expect(between.heads).toEqual([expect.closeTo(1, 6), expect.closeTo(1, 6)]);
  // Both tasks of the second batch want what task a of the first one does.
  const agreed = [opposed[0], [[3], [2]]];
  const { heads } = w
    .moml({ learningRate: 0.1 })
    .start(tasks)
    .combine(at([0], agreed));
  expect(heads).toEqual([1 + Math.tanh(0.1), 1 - Math.tanh(0.1)].map((x) => expect.closeTo(x, 5)));
});

test("FORUM solves for the shortest direction that lowers the lower level by its share", () => {
  // Above, tasks pull to the right; below, both pull to the left, so h = 1 and q's slope in the logits is 0.
  const centres = [
    [[-1], [-1]],
    [[2], [4]],
  ];
  const { gradient, heads } = w
    .forum({ phi: 0.5 })
    .start(tasks)
    .combine(at([0], centres));
  // g = -2 and -4, h = 1: nu = 0.5 - g_w makes d = 0.5 for every w, and nu is worth 0.5 each: w = (0, 1), nu = 4.5.
  expect([...gradient]).toEqual([expect.closeTo(1, 9)]);
  expect(heads).toEqual([expect.closeTo(4.5, 9), expect.closeTo(6.5, 9)]);
});

test("FORUM is the nearest point of the hull where that lowers the lower level by itself", () => {
  const centres = [
    [
      [1, 1],
      [1, 1],
    ],
    [
      [2, 0],
      [0, 2],
    ],
  ];
  const { gradient } = w
    .forum()
    .start(tasks)
    .combine(at([0, 0], centres));
  expect([...gradient]).toEqual([-2, -2].map((x) => expect.closeTo(x, 9)));
});

const all = [w.moml(), w.autoLambda(), w.forum()];
test.each(all.map((method) => [method.name, method] as const))(
  "%s says what it misses where nothing can be tried",
  (_, method) => {
    const { ahead: _ahead, ...info } = at([0], opposed);
    expect(() => method.start(tasks).combine(info)).toThrow(/Expected ahead.*Found none. Train/);
  },
);

test("Auto-Lambda names a primary task that is not there", () => {
  expect(() => w.autoLambda({ primary: ["c"] }).start(tasks)).toThrow(
    'Expected primary tasks among "a", "b". Found "c".',
  );
});

/** What is left of the loss of task a at (1, 0) after 300 noisy steps with a task that pulls away from it. */
function left(method: w.Aggregation): number {
  const run = method.start(["a", "b", "away"]);
  const noise = (step: number, i: number) => Math.sin(7 * step + 3 * i) / 5;
  let theta = [0, 0];
  for (let step = 0; step < 300; step++) {
    const goals = [
      [1, 0],
      [0.8, 0.2],
      [-1, 0],
    ];
    const centres = [0, 1].map((b) =>
      goals.map((c, t) => c.map((x, i) => x + noise(step, 6 * b + 2 * t + i))),
    );
    const { gradient } = run.combine(at(theta, centres));
    theta = theta.map((x, i) => x - 0.05 * gradient[i]);
  }
  return ((theta[0] - 1) ** 2 + theta[1] ** 2) / 2;
}

test("Auto-Lambda for one task brings that task further than equal weights do", () => {
  const even = left({ ...w.aggregationOf(w.equal()), batches: 2 });
  expect(left(w.autoLambda({ primary: ["a"], learningRate: 0.02 }))).toBeLessThan(even / 10);
});

test("MOML does not give up a task that others pull away from", () => {
  const even = left({ ...w.aggregationOf(w.equal()), batches: 2 });
  expect(left(w.moml({ learningRate: 0.02 }))).toBeLessThan(even * 1.1);
});

test("FORUM makes every task better from where all can gain", () => {
  const goals = [
    [1, 0],
    [-1, 0],
  ];
  const run = w.forum().start(tasks);
  let theta = [0.3, 2];
  const before = at(theta, [goals]).losses;
  for (let step = 0; step < 100; step++) {
    const { gradient } = run.combine(at(theta, [goals, goals]));
    theta = theta.map((x, i) => x - 0.05 * gradient[i]);
  }
  const after = at(theta, [goals]).losses;
  after.forEach((loss, t) => expect(loss).toBeLessThan(before[t] - 1));
});
