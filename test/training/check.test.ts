import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import "../../src/engine";
import { dense, gru } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { evaluate } from "../../src/training/evaluate";
import { fit, type FitOptions } from "../../src/training/fit";
import { predict } from "../../src/training/predict";
import { equal } from "../../src/weighting/equal";
import { classes, expectNoLeak, squared } from "../toys";

const model = hardSharing({
  inputs: { x: [2] },
  encoder: [dense(3)],
  tasks: { digit: classes(3), size: squared },
});
const made: tf.Tensor[] = [];
const make = <T extends tf.Tensor>(tensor: T) => (made.push(tensor), tensor);
const x = make(
  tf.tensor2d([
    [0, 1],
    [1, 2],
    [2, 3],
  ]),
);
const digit = make(tf.tensor1d([0, 2, NaN]));
const size = make(tf.tensor1d([0.5, 1, 2]));
const good = { inputs: { x }, targets: { digit, size } };
afterAll(() => {
  tf.dispose(made);
  model.dispose();
});

const withX = (tensor: unknown) => ({ ...good, inputs: { x: tensor as tf.Tensor } });
const withDigit = (tensor: tf.Tensor) => ({ ...good, targets: { size, digit: make(tensor) } });

describe("data at the border", () => {
  it.each([
    [
      { ...good, targets: { size } },
      'every task of the model. Found none for "digit"; the data have "size".',
    ],
    [
      { ...good, inputs: { y: x } },
      'every input of the model. Found none for "x"; the data have "y".',
    ],
    [withX([[0, 1]]), 'Found object for "x"'],
    [withX(make(tf.zeros([3, 4]))), 'Expected input "x" of shape [rows, 2]. Found [3, 4].'],
    [withX(make(tf.zeros([0, 2]))), 'Expected input "x" to have at least one row. Found none.'],
    [withX(make(tf.tensor2d([["a", "b"]]))), 'Expected numbers in input "x". Found text.'],
    [
      withX(
        make(
          tf.tensor2d([
            [1, 1],
            [NaN, 1],
            [1, 1],
          ]),
        ),
      ),
      'numbers in input "x". Found NaN in row 1.',
    ],
    [withDigit(tf.tensor1d([0, 1])), 'Expected 3 rows in target "digit". Found 2.'],
    [withDigit(tf.zeros([3, 3])), 'Expected target "digit" of shape [rows]. Found [3, 3].'],
    [withDigit(tf.tensor1d([0, 1, 3])), 'task "digit" can learn. Found class 3 at row 2.'],
  ])("is refused with one clear error (%#)", async (data, message) => {
    await expectNoLeak(async () => {
      await expect(fit(model, data)).rejects.toThrow(message);
      expect(() => evaluate(model, data)).toThrow(message);
    });
  });

  it("needs a labelled row for every task to be judged by", async () => {
    const data = withDigit(tf.tensor1d([NaN, NaN, NaN]));
    const message = 'Found only unlabelled rows (NaN) for "digit".';
    expect(() => evaluate(model, data)).toThrow(message);
    await expect(fit(model, good, { validation: data })).rejects.toThrow(message);
  });

  it.each([
    [{ epochs: 0 }, "Expected epochs to be a whole number from 1 up. Found 0."],
    [{ batchSize: 1.5 }, "Expected batchSize to be a whole number from 1 up. Found 1.5."],
    [{ patience: -1, validation: good }, "Expected patience to be a whole number from 1 up."],
    [{ patience: 3 }, "Expected validation data where there is patience. Found none."],
    [{ learningRate: NaN }, "Expected learningRate above 0. Found NaN."],
    [{ weighting: equal as never }, "Expected a weighting. Found a function. Call"],
    [
      { learningRate: 1, optimizer: {} as never },
      "Expected learningRate or an optimizer. Found both.",
    ],
  ] as [FitOptions, string][])(
    "refuses options of fit that make no sense (%#)",
    async (o, message) => {
      await expect(fit(model, good, o)).rejects.toThrow(message);
    },
  );
});

describe("word numbers", () => {
  const texts = hardSharing({
    inputs: { text: [2] },
    encoder: gru({ vocabulary: 5, width: 2, units: 2 }),
    tasks: { size: squared },
  });
  afterAll(() => texts.dispose());

  it.each([5, -1, 1.5])("outside the vocabulary are refused: %d", (word) => {
    const text = make(
      tf.tensor2d([
        [0, 4],
        [1, word],
      ]),
    );
    expect(() => predict(texts, { text })).toThrow(
      `Expected word numbers from 0 to 4 in input "text". Found ${word} in row 1.`,
    );
  });
});

describe("predict and evaluate", () => {
  it("gives outputs by task, as people read them, the same in batches", async () => {
    await expectNoLeak(() => {
      const [whole, parts] = [predict(model, { x }), predict(model, { x }, { batchSize: 2 })];
      expect(whole.digit.shape).toEqual([3, 3]);
      expect(whole.size.shape).toEqual([3, 1]);
      const sums = tf.tidy(() => [...whole.digit.sum(1).dataSync()]);
      sums.forEach((sum) => expect(sum).toBeCloseTo(1, 5));
      expect([...parts.size.dataSync()]).toEqual([...whole.size.dataSync()]);
      tf.dispose([whole, parts]);
    });
  });

  it("scores labelled rows only, and leaks nothing", async () => {
    const { size: values, digit: chances } = predict(model, { x });
    const chosen = tf.tidy(() => [...chances.argMax(1).dataSync()]);
    const errors = [0.5, 1, 2].map((v, i) => Math.abs(v - values.dataSync()[i]));
    const scores = await expectNoLeak(() => evaluate(model, good));
    expect(scores.digit).toBe([chosen[0] === 0, chosen[1] === 2].filter(Boolean).length / 2);
    expect(scores.size).toBeCloseTo((errors[0] + errors[1] + errors[2]) / 3, 5);
    tf.dispose([values, chances]);
  });
});
