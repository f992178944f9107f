// Weightings around weightings, and what a run keeps.
import { expect, test } from "vitest";
import * as w from "../../src/weighting";
import { first } from "./inputs";

const tasks = ["a", "b"];
const info = { step: 0, epoch: 0, losses: [1, 1], gram: [] };
const close = (values: number[]) => values.map((x) => expect.closeTo(x, 9));

test("a loss weighting before a gradient weighting scales the gradients it sees and the heads", () => {
  const rows = [
    [1, 0],
    [0, 1],
  ];
  expect(first(w.scaled(w.fixed([3, 0.5]), w.imtlG()), rows)).toEqual(close([6 / 7, 6 / 7]));
  const rule = w.scaled(w.fixed([3, 0.5]), w.mgda()).start(tasks);
  const step = {
    step: 0,
    epoch: 0,
    losses: [1, 1],
    gram: [
      [1, 0],
      [0, 1],
    ],
  };
  rule.weights(step);
  expect(rule.heads!(step)).toEqual([3, 0.5]);
});

test("weights held for some steps change only when asked anew", () => {
  const rule = w.every(2, w.random()).start(tasks);
  const [a, b, c] = [rule.weights(info), rule.weights(info), rule.weights(info)];
  expect(b).toEqual(a);
  expect(c).not.toEqual(b);
});

test("every run of a random method starts the same stream", () => {
  expect(w.random().start(tasks).weights(info)).toEqual(w.random().start(tasks).weights(info));
});
