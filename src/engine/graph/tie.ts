// A step that is the same at every call does the same operations on the same constants, except for learning rates. Two
// rehearsals show it; the second one has other learning rates, which shows which constants stand for them.
import type * as tf from "@tensorflow/tfjs";
import { NotCompilable, type Constant, type Recording } from "./recording";
import type { Tied } from "./program";

/** Any factor will do that is unlikely to turn one constant of a step into another. */
const PROBE = 1.0937;

/** Records twice; gives the recording and the constants that follow a learning rate, or says what differs. */
export function tie(
  rehearse: () => Recording,
  optimizers: readonly tf.Optimizer[],
): { recording: Recording; tied: Tied[] } {
  const recording = rehearse();
  const rates = optimizers as unknown as { learningRate: number }[];
  const before = rates.map((o) => o.learningRate);
  rates.forEach((o, i) => (o.learningRate = before[i] * PROBE ** (i + 1)));
  try {
    const again = rehearse();
    same(recording, again);
    const tied = recording.constants.flatMap((a, constant): Tied[] => {
      const b = again.constants[constant];
      if (equal(a, b)) return [];
      const rate =
        a.values.length === 1 ? rates.find((o, i) => follows(a, b, before[i], o)) : undefined;
      if (!rate) throw new NotCompilable(different(a));
      const factor = a.values[0] / before[rates.indexOf(rate)];
      return [{ constant, value: () => factor * rate.learningRate }];
    });
    return { recording, tied };
  } finally {
    rates.forEach((o, i) => (o.learningRate = before[i]));
  }
}

const follows = (a: Constant, b: Constant, before: number, after: { learningRate: number }) =>
  Math.abs(b.values[0] / a.values[0] / (after.learningRate / before) - 1) < 1e-6;

function same(a: Recording, b: Recording): void {
  const view = (r: Recording) =>
    JSON.stringify([r.operations, r.outputs, r.updates.map((u) => u.ref)]);
  const identical =
    view(a) === view(b) &&
    a.constants.length === b.constants.length &&
    a.variables.every((v, i) => v === b.variables[i]) &&
    a.captured.every((t, i) => t.dataId === b.captured[i].dataId);
  if (!identical) throw new NotCompilable("the step does other operations when it is run again");
}

function equal(a: Constant, b: Constant): boolean {
  return a.values.length === b.values.length && a.values.every((v, i) => Object.is(v, b.values[i]));
}

const different = ({ shape }: Constant) =>
  `the step makes numbers in JavaScript that change from run to run (${
    shape.length ? `a tensor of shape ${shape.join("x")}` : "one number"
  }): pass them to the step as tensors`;
