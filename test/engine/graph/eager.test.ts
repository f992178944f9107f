import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { engine } from "../../../src/engine";
import { compiled, type CompileOptions } from "../../../src/engine/graph/compiled";

/** Calls a step with 1, 2, 3, 4; gives what it returned, its mode, and what it said. */
function calls(step: (x: tf.Tensor) => tf.Tensor, options: CompileOptions = {}) {
  const said: string[] = [];
  const run = compiled(step, { onEager: (reason) => said.push(reason), ...options });
  const out = [1, 2, 3, 4].map((n) => tf.tidy(() => run(tf.scalar(n)).dataSync()[0]));
  run.dispose();
  return { out, mode: run.mode, said };
}

let tensors: number;
beforeEach(() => void (tensors = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(tensors));

describe.runIf(engine().name === "native")(
  "a step runs as written, and says why once, when",
  () => {
    test("it reads a value", () => {
      const { out, mode, said } = calls((x) => (x.dataSync()[0] > 2 ? tf.mul(x, 10) : tf.neg(x)));
      expect(out).toEqual([-1, -2, 30, 40]);
      const reason =
        "the step reads a tensor's values (dataSync, arraySync, data, array, print or a loop on values)";
      expect([mode, said]).toEqual([`eager: ${reason}`, [reason]]);
    });

    test("it reads a value inside a gradient, which leaves nothing behind", () => {
      const loss = (x: tf.Tensor) => tf.exp(x).mul(x.dataSync()[0]) as tf.Scalar;
      const { mode } = calls((x) => tf.grad(loss)(x));
      expect(mode).toContain("eager: the step reads a tensor's values");
    });

    test("it counts in JavaScript", () => {
      let calls_ = 0;
      const { mode, said } = calls((x) => tf.mul(x, ++calls_));
      expect(mode).toContain(
        "makes numbers in JavaScript that change from run to run (one number)",
      );
      expect(said.length).toBe(1);
    });

    test("it draws random numbers in JavaScript", () => {
      const { mode } = calls((x) => tf.sum(tf.mul(x, tf.randomUniform([4, 8]))));
      expect(mode).toContain("change from run to run (a tensor of shape 4x8)");
    });

    test("it does something else at every call", () => {
      let turn = 0;
      const { out, mode } = calls((x) => (turn++ % 2 ? tf.square(x) : tf.neg(x)));
      expect(out).toHaveLength(4);
      expect(mode).toBe("eager: the step does other operations when it is run again");
    });

    test("it makes a variable each time", () => {
      const made: tf.Variable[] = [];
      const { out, mode } = calls((x) => {
        made.push(tf.variable(tf.neg(tf.neg(x))));
        return tf.mul(made.at(-1)!, 2);
      });
      expect(out).toEqual([2, 4, 6, 8]);
      expect(mode).toBe("eager: the step makes a variable each time it runs");
      tf.dispose(made);
    });

    test("it uses a kind of tensor that graphs do not carry here", () => {
      const { out, mode } = calls((x) => {
        tf.string.staticRegexReplace(tf.tensor1d(["a"]), "a", "b");
        return tf.neg(x);
      });
      expect(out).toEqual([-1, -2, -3, -4]);
      expect(mode).toBe("eager: the step uses a string tensor");
    });

    test("compile is false", () => {
      const { out, mode, said } = calls((x) => tf.neg(x), { compile: false });
      expect([out, mode, said]).toEqual([[-1, -2, -3, -4], "eager: compile is false", []]);
    });

    test("another engine computes", async () => {
      await tf.setBackend("cpu");
      const { mode, said } = calls((x) => tf.neg(x));
      await tf.setBackend("tensorflow");
      const reason = "only native TensorFlow runs compiled steps, this is cpu";
      expect([mode, said]).toEqual([`eager: ${reason}`, [reason]]);
    });
  },
);

test("an error in the step is the error of the call", () => {
  const step = compiled((_x: tf.Tensor): tf.Tensor => {
    throw new TypeError("no");
  });
  const x = tf.zeros([2, 2]);
  for (let i = 0; i < 3; i++) expect(() => step(x)).toThrow(new TypeError("no"));
  x.dispose();
});
