import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { averageAccuracy, averageF1 } from "../../src/tasks/averages";
import { classification } from "../../src/tasks/classification";
import { deltaM, gains } from "../../src/tasks/gain";
import { regression } from "../../src/tasks/regression";
import { expectNoLeak } from "../toys";

const tasks = { digit: classification(10), size: regression() };
const baseline = { digit: 0.8, size: 0.5 };

describe("gain over single-task training", () => {
  it("counts a higher accuracy and a lower error as gains, in percent", () => {
    const each = gains({ digit: 0.88, size: 0.4 }, baseline, tasks);
    expect(each.digit).toBeCloseTo(10, 10);
    expect(each.size).toBeCloseTo(20, 10);
    expect(deltaM({ digit: 0.88, size: 0.4 }, baseline, tasks)).toBeCloseTo(15, 10);
  });

  it("is below zero for negative transfer and zero for the baseline itself", () => {
    expect(gains({ digit: 0.4, size: 0.5 }, baseline, tasks)).toEqual({ digit: -50, size: 0 });
    expect(deltaM(baseline, baseline, tasks)).toBe(0);
  });

  it("names the task whose score or baseline is missing", () => {
    const wrong = { digit: 0.8 } as typeof baseline;
    expect(() => deltaM(wrong, baseline, tasks)).toThrow(
      'Expected a score and a baseline other than 0 for task "size". ' +
        "Found score undefined, baseline 0.5. Evaluate both models on every task.",
    );
    expect(() => gains(baseline, { digit: 0, size: 1 }, tasks)).toThrow(
      "Found score 0.8, baseline 0",
    );
  });
});

describe("averages over tasks", () => {
  // a: 1 of 2 labelled rows is right. b: all 3 are.
  const make = () => ({
    targets: { a: tf.tensor1d([0, 1, NaN]), b: tf.tensor1d([1, 0, 1]), c: tf.tensor1d([3, 3, 3]) },
    outputs: {
      a: tf.tensor2d([
        [1, 0],
        [1, 0],
        [0, 1],
      ]),
      b: tf.tensor2d([[0.9], [0.1], [0.6]]),
    },
  });

  it("are means over the tasks that have outputs, each over its labelled rows", async () => {
    await expectNoLeak(() => {
      const { targets, outputs } = make();
      expect(averageAccuracy(targets, outputs)).toBe(0.75);
      // F1 of a: class 0 has 2/3, class 1 has 0.
      expect(averageF1(targets, outputs)).toBeCloseTo((1 / 3 + 1) / 2, 12);
      tf.dispose([targets, outputs]);
    });
  });

  it("say which task has no targets or no labels", () => {
    tf.tidy(() => {
      const { targets, outputs } = make();
      expect(() => averageF1({ a: targets.a }, outputs)).toThrow(
        'Expected outputs of one task or more, each with targets. Found no targets for "b". ' +
          'Choose among the tasks with targets: "a".',
      );
      expect(() => averageF1(targets, {})).toThrow("Found no outputs.");
      const none = { a: tf.fill([3], NaN) };
      expect(() => averageAccuracy(none, { a: outputs.a })).toThrow(
        "Expected labelled examples, as many targets as outputs, to measure accuracy.",
      );
    });
  });
});
