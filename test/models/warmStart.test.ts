import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import "../../src/engine";
import { mlp } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { separate } from "../../src/models/separate";
import { warmStart } from "../../src/models/warmStart";
import { predict } from "../../src/training/predict";
import { binary } from "../../src/tasks/binary";
import { classification } from "../../src/tasks/classification";
import type { Tasks } from "../../src/tasks/task";
import { expectNoLeak } from "../toys";

const build = (tasks: Tasks, seed: number, widths = [5, 4], head = mlp([3])) =>
  hardSharing({ inputs: { x: [6] }, encoder: mlp(widths), head, tasks, seed });
const said = (model: ReturnType<typeof build>, task: string) =>
  tf.tidy(() => {
    const x = tf.randomNormal([4, 6], 0, 1, "float32", 1);
    return [...predict(model, { x })[task].dataSync()];
  });

it("a model with more tasks starts with the encoder and the head of one with a single task", () =>
  expectNoLeak(() => {
    const one = build({ digit: classification(3) }, 1);
    const two = build({ parity: binary(), digit: classification(3) }, 2);
    expect(said(two, "digit")).not.toEqual(said(one, "digit"));
    const parity = said(two, "parity");
    expect(warmStart(two, one)).toEqual(["digit"]);
    expect(said(two, "digit")).toEqual(said(one, "digit"));
    expect(said(two, "parity")).not.toEqual(parity);
    [one, two].forEach((model) => model.dispose());
  }));

it("works the other way round, and between models with several tasks", () => {
  const two = build({ digit: classification(3), parity: binary() }, 1);
  const one = build({ parity: binary() }, 2);
  const three = build({ digit: classification(4), parity: binary(), more: binary() }, 3);
  expect(warmStart(one, two)).toEqual(["parity"]);
  expect(said(one, "parity")).toEqual(said(two, "parity"));
  // A head of another width cannot be taken over.
  expect(warmStart(three, two)).toEqual(["parity"]);
  expect(said(three, "parity")).toEqual(said(two, "parity"));
  [one, two, three].forEach((model) => model.dispose());
});

it("refuses encoders that do not fit, and models that share nothing", () => {
  const two = build({ digit: classification(3), parity: binary() }, 1);
  const wide = build({ digit: classification(3) }, 1, [7, 4]);
  const apart = separate({ inputs: { x: [6] }, encoder: mlp([5]), tasks: two.tasks });
  expect(() => warmStart(two, wide)).toThrow(
    "Expected a model to start from whose encoder has weights of the shapes [6, 5] [5] [5, 4] [4]. Found [6, 7] [7] [7, 4] [4].",
  );
  expect(() => warmStart(apart, two)).toThrow("Expected a model to start from");
  [two, wide, apart].forEach((model) => model.dispose());
});
