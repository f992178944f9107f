// Two steps each of the methods that look ahead, on losses |theta - c_t|^2 / 2 at theta = 0, against arithmetic written out.
import { expect, test } from "vitest";
import type { RowsInfo } from "../../src/weighting";
import * as w from "../../src/weighting";

/** A step at theta = 0; `rows[batch][task]` are the gradients there, so that after a step they are rows - step. */
function at(rows: number[][][], epoch = 0): RowsInfo {
  const ahead = (b: number, step: ArrayLike<number>) => {
    const moved = rows[b].map((row) => row.map((x, i) => x - step[i]));
    return { rows: moved, losses: moved.map((row) => row.reduce((s, x) => s + x * x, 0) / 2) };
  };
  return { step: epoch, epoch, losses: ahead(0, [0, 0]).losses, rows, ahead };
}

const close = (values: number[]) => values.map((x) => expect.closeTo(x, 6));

/** Where Adam stands after slopes g and h, from 0 at rate 0.1: the second step depends on how long they were. */
function adamAfter(g: number, h: number): number {
  const m = (0.9 * 0.1 * g + 0.1 * h) / (1 - 0.9 ** 2);
  const v = (0.999 * 0.001 * g * g + 0.001 * h * h) / (1 - 0.999 ** 2);
  return -0.1 * Math.sign(g) - (0.1 * m) / Math.sqrt(v);
}

test("Auto-Lambda's two steps for the primary task a", () => {
  const run = w.autoLambda({ primary: ["a"], innerRate: 0.1, learningRate: 0.1 }).start(["a", "b"]);
  // s = (1/2, 1/2): the step tried is 0.1 (-4 / 2 + 0 / 2) = -0.2. There a's gradient on the other batch is -1 + 0.2 = -0.8.
  // Slope of s: -0.1 (-4 * -0.8, 0) = (-0.32, 0). Slope of the logits: 1/2 (-0.32 + 0.16, 0.16) = (-0.08, 0.08).
  const first = run.combine(at([[[-4], [0]], [[-1], [0]]])); // prettier-ignore
  // Adam's first step is (0.1, -0.1), so s_a = 1 / (1 + e^-0.2).
  const s = 1 / (1 + Math.exp(-0.2));
  expect(first.heads).toEqual(close([2 * s, 2 * (1 - s)]));
  expect([...first.gradient]).toEqual(close([2 * s * -2.5]));

  // The step tried is 0.1 (-2 s - 6 (1 - s)); there a's gradient on the other batch is -3 minus that.
  const wanted = -3 - 0.1 * (-2 * s - 6 * (1 - s));
  // Slope of s: -0.1 wanted (-2, -6). Slope of the first logit: s (1 - s) times their difference.
  const slope = s * (1 - s) * -0.1 * wanted * (-2 - -6);
  const second = run.combine(at([[[-2], [-6]], [[-3], [1]]])); // prettier-ignore
  const x = adamAfter(-0.08, slope);
  const t = 1 / (1 + Math.exp(-2 * x));
  expect(second.heads).toEqual(close([2 * t, 2 * (1 - t)]));
  // Means of both batches: (-2 - 3) / 2 and (-6 + 1) / 2.
  expect([...second.gradient]).toEqual(close([2 * t * -2.5 + 2 * (1 - t) * -2.5]));
});

test("MOML's two steps for three tasks", () => {
  const run = w.moml({ innerRate: 0.3, learningRate: 0.1 }).start(["a", "b", "c"]);
  const inner = [[1, 0], [0, 1], [0, 0]]; // prettier-ignore
  // The step tried is 0.3 / 3 (1, 1). There the other batch gives (5, 0), (0, 1) and (0, 1), whose products with the inner
  // rows are (5, 0, 0), (0, 1, 0) twice. Slopes of the logits: (-2, 1, 1) and (1, -2, 1) twice, at length 1 (by 1 / sqrt 6).
  const outer = [[5.1, 0.1], [0.1, 1.1], [0.1, 1.1]]; // prettier-ignore
  // Two unit vectors: the point of their hull nearest to 0 is in the middle, (-1, -1, 2) / (2 sqrt 6), not their mean.
  const first = run.combine(at([inner, outer]));
  const [up, down] = [Math.exp(0.1), Math.exp(-0.1)];
  const sum = 2 * up + down;
  const s = [up / sum, up / sum, down / sum];
  expect(first.heads).toEqual(close(s.map((x) => 3 * x)));
  expect([...first.gradient]).toEqual(close([(3 * s[0] * 6.1 + 3 * s[1] * 0.1 + 3 * s[2] * 0.1) / 2, (3 * s[0] * 0.1 + 3 * s[1] * 2.1 + 3 * s[2] * 1.1) / 2])); // prettier-ignore

  // Now every task of the other batch wants (2, 0) after the step 0.3 (s_a, s_b): products (2, 0, 0), slopes
  // s (slope - level) in proportion to (-(1 - s_a), s_b, s_c).
  const there = [2 + 0.3 * s[0], 0.3 * s[1]];
  const second = run.combine(at([inner, [there, there, there]]));
  const long = Math.hypot(1 - s[0], s[1], s[2]);
  const before = [-1, -1, 2].map((x) => x / (2 * Math.sqrt(6)));
  const now = [-(1 - s[0]) / long, s[1] / long, s[2] / long];
  const e = before.map((g, i) => Math.exp(adamAfter(g, now[i])));
  const total = e[0] + e[1] + e[2];
  expect(second.heads).toEqual(close(e.map((x) => (3 * x) / total)));
});

test("FORUM's two steps, the second in epoch 1", () => {
  const run = w.forum({ innerRate: 0.1, innerSteps: 1, learningRate: 0.1 }).start(["a", "b"]);
  // Below: rows 2 and 1, h = 1.5, one step to -0.15; losses 2 and 0.5 become 1.85^2 / 2 and 0.85^2 / 2: less by 0.28875 and
  // 0.13875. Slope of the logits: +-1/4 of their difference, 0.0375. |grad q|^2 = 1.5^2 + 2 * 0.0375^2.
  const size = 2.25 + 2 * 0.0375 ** 2;
  // Above: rows -2 and -4. nu = 0.1 - 1.5 g / size lets 1.5 nu cancel nearly all of any g = -2 ... -4 and is worth
  // 0.1 size each, so the larger is the better: w = (0, 1).
  const nu = 0.1 + (1.5 * 4) / size;
  const first = run.combine(at([[[2], [1]], [[-2], [-4]]])); // prettier-ignore
  expect([...first.gradient]).toEqual(close([2 * (-4 + nu * 1.5)]));
  expect(first.heads).toEqual(close([2 * (nu / 2), 2 * (1 + nu / 2)]));

  // The logits took Adam's first step, (-0.1, 0.1). Above, tasks change places: w = (1, 0), of which 2^-0.75 is taken.
  const s = 1 / (1 + Math.exp(0.2));
  const h = 2 * s + (1 - s);
  const step = 0.1 * h;
  const less = [2 - (2 - step) ** 2 / 2, 0.5 - (1 - step) ** 2 / 2];
  const bend = s * (1 - s) * (less[0] - less[1]);
  const norm = h * h + 2 * bend * bend;
  const rate = 2 ** -0.75;
  const upper = rate * -4 + (1 - rate) * -2;
  const more = 0.1 - (upper * h) / norm;
  const second = run.combine(at([[[2], [1]], [[-4], [-2]]], 1)); // prettier-ignore
  expect([...second.gradient]).toEqual(close([2 * (upper + more * h)]));
  expect(second.heads).toEqual(close([2 * (rate + more * s), 2 * (1 - rate + more * (1 - s))]));
});
