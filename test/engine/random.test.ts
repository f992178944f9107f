import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { engine } from "../../src/engine";
import { compiled } from "../../src/engine/graph/compiled";
import { gaussian, uniform } from "../../src/engine/random";
import { dropout } from "../../src/models/blocks";
import { seeded } from "../../src/data/random";

const draw = (kind: typeof uniform, seed: number, n: number, size = 4000) =>
  tf.tidy(() => [...kind([size], seed, tf.scalar(n, "int32")).dataSync()]);

const backends = engine().name === "native" ? ["tensorflow", "cpu"] : ["cpu"];
describe.each(backends)("random numbers on %s", (backend) => {
  test("are the same for the same seed and draw, others for another of either", async () => {
    const before = tf.getBackend();
    await tf.setBackend(backend);
    for (const kind of [uniform, gaussian]) {
      expect(draw(kind, 1, 0)).toEqual(draw(kind, 1, 0));
      expect(draw(kind, 1, 0)).not.toEqual(draw(kind, 1, 1));
      expect(draw(kind, 1, 0)).not.toEqual(draw(kind, 2, 0));
    }
    const mean = (xs: number[]) => xs.reduce((a, b) => a + b) / xs.length;
    expect(mean(draw(uniform, 3, 0))).toBeCloseTo(0.5, 1);
    expect(mean(draw(gaussian, 3, 0).map((x) => x * x))).toBeCloseTo(1, 0);
    await tf.setBackend(before);
  });
});

describe.runIf(engine().name === "native")("dropout in a compiled step", () => {
  const masks = (compile: boolean, seed: number, steps = 6) => {
    const x = tf.input({ shape: [20] });
    const net = tf.model({ inputs: x, outputs: dropout(0.5)(x, seeded(seed)) });
    const step = compiled((x: tf.Tensor) => net.apply(x, { training: true }) as tf.Tensor, {
      compile,
    });
    const ones = tf.ones([3, 20]);
    const drawn = Array.from({ length: steps }, () => tf.tidy(() => [...step(ones).dataSync()]));
    const mode = step.mode;
    tf.dispose(ones);
    step.dispose();
    net.dispose();
    return { drawn, mode };
  };

  test("draws a new mask at each step: those of eager steps, decided by the seed", () => {
    const before = tf.memory().numTensors;
    const { drawn, mode } = masks(true, 1);
    expect(mode).toBe("compiled");
    expect(new Set(drawn.map(String)).size).toBe(drawn.length);
    expect(drawn).toEqual(masks(false, 1).drawn);
    expect(drawn).not.toEqual(masks(true, 2).drawn);
    expect(tf.memory().numTensors).toBe(before);
  });
});
