// One figure of every kind, on made-up results: what the tests of figures and pictures share.
import * as plot from "../../src/plot";
import type { Figure } from "../../src/plot/figure";
import { binary } from "../../src/tasks/binary";
import { classification } from "../../src/tasks/classification";
import type { History } from "../../src/training/history";

export const history: History<"digit" | "parity"> = {
  tasks: ["digit", "parity"],
  epochs: 4,
  stopped: "patience",
  best: 2,
  engine: "js",
  mode: "eager: only native TensorFlow runs compiled steps, this is cpu",
  loss: { digit: [2.3, 1.1, 0.6, 0.4], parity: [0.69, 0.5, 0.3, 0.2] },
  validation: { digit: [2.2, 1.2, 0.8, 0.9], parity: [0.68, 0.52, 0.4, 0.45] },
  weights: { digit: [1, 1.1, 1.2, 1.3], parity: [1, 0.9, 0.8, 0.7] },
};

export const figures = {
  losses: plot.losses(history),
  weights: plot.weights(history),
  scores: plot.scores(
    [
      { name: "separate", scores: { digit: 0.9, parity: 0.93 } },
      { name: "shared", scores: { digit: 0.92, parity: 0.95 } },
      { name: "shared", scores: { digit: 0.94, parity: 0.97 } },
    ],
    { tasks: { digit: classification(10), parity: binary() } },
  ),
  lines: plot.lines(
    [
      {
        name: "mean of two",
        x: [10, 100],
        runs: [
          [0.5, 0.8],
          [0.7, 0.9],
        ],
      },
    ],
    {
      title: "Few labels",
      x: "labels",
      y: "accuracy",
      log: "x",
    },
  ),
  scatter: plot.scatter([{ name: "spam", x: [1, 2], y: [3, 4] }], {
    title: "E-mails",
    x: "links",
    y: "length (words)",
  }),
  boundary: plot.boundary(
    {
      x: [0, 1],
      y: [0, 1],
      values: [
        [0, 0.4],
        [0.6, 1],
      ],
      value: "probability",
    },
    [{ name: "moon", x: [0.5], y: [0.5] }],
    { title: "A boundary", x: "x", y: "y" },
  ),
  matrix: plot.matrix(
    [
      [1, -0.5],
      [-0.5, 1],
    ],
    ["digit", "parity"],
    {
      title: "Do the gradients agree?",
      x: "task",
      y: "task",
      value: "cosine",
    },
  ),
  images: plot.images(
    [
      [
        [0, 1],
        [1, 0],
      ],
      [
        [1, 1],
        [0, 0],
      ],
    ],
    { title: "Two", titles: ["a", "b"] },
  ),
} satisfies Record<string, Figure>;
