import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import type { Dataset } from "../../src/data/dataset";
import { moons } from "../../src/data/moons";
import { seeded } from "../../src/data/random";
import { twins } from "../../src/data/twins";
import { expectNoLeak } from "../toys";

/** Angle in degrees between the gradients of two squared errors at a shared linear map of zeros. */
function angleBetween(data: Dataset): number {
  return tf.tidy(() => {
    const gradient = (target: tf.Tensor) =>
      tf.grad((w) => tf.losses.meanSquaredError(target, data.inputs.x.dot(w)))(tf.zeros([8]));
    const [left, right] = [gradient(data.targets.left), gradient(data.targets.right)];
    const cosine = left.dot(right).div(left.norm().mul(right.norm()));
    return (Math.acos(cosine.dataSync()[0]) * 180) / Math.PI;
  });
}

describe("twins", () => {
  it.each([0, 45, 90, 120, 180])("have gradients that meet at %s degrees", (angle) => {
    const data = twins({ size: 20000, angle, rng: seeded(angle) });
    expect(Math.abs(angleBetween(data) - angle)).toBeLessThan(2);
    data.dispose();
  });

  it("are the same numbers in the same tasks at an angle of 0 without noise", () => {
    const { inputs, targets } = twins({ size: 5, angle: 0, noise: 0, rng: seeded(1) });
    expect(inputs.x.shape).toEqual([5, 8]);
    expect(targets.left.arraySync()).toEqual(targets.right.arraySync());
    tf.dispose([inputs, targets]);
  });

  it("scatter about their line by the noise asked for", () => {
    const exact = twins({ size: 4000, angle: 60, noise: 0, rng: seeded(1) });
    const noisy = twins({ size: 4000, angle: 0, noise: 0.5, rng: seeded(1) });
    const [left, right] = [noisy.targets.left, noisy.targets.right];
    const spread = tf.tidy(() => left.sub(right).square().mean().sqrt().dataSync()[0]);
    expect(spread).toBeCloseTo(0.5 * Math.SQRT2, 1);
    [exact, noisy].forEach((each) => each.dispose());
  });
});

describe("moons", () => {
  it("lie on their half circles when there is no noise", () => {
    const data = moons({ size: 100, noise: 0, rng: seeded(1) });
    const points = data.inputs.x.arraySync() as number[][];
    const classes = Array.from(data.targets.moon.dataSync());
    points.forEach(([x, y], i) => {
      const [u, v] = classes[i] === 0 ? [x, y] : [1 - x, 0.5 - y];
      expect(Math.hypot(u, v)).toBeCloseTo(1, 5);
      expect(v).toBeGreaterThanOrEqual(0);
    });
    expect(classes.filter((moon) => moon === 1)).toHaveLength(50);
    data.dispose();
  });
});

describe("made sets", () => {
  it("are the same for the same seed, and leave nothing behind", async () => {
    await expectNoLeak(() => {
      const make = () => [
        moons({ size: 10, rng: seeded(3) }),
        twins({ size: 10, angle: 30, rng: seeded(3) }),
      ];
      const [a, b] = [make(), make()];
      a.forEach((data, i) => expect(data.inputs.x.arraySync()).toEqual(b[i].inputs.x.arraySync()));
      [...a, ...b].forEach((data) => data.dispose());
    });
  });

  it("cannot be empty", () => {
    expect(() => moons({ size: 0, rng: seeded(1) })).toThrow('Expected rows in input "x".');
    expect(() => twins({ size: 0, angle: 9, rng: seeded(1) })).toThrow(
      'Expected rows in input "x".',
    );
  });
});
