import { describe, expect, it } from "vitest";
import "../../../src/engine";
import { localClients } from "../../../src/cotraining/federated/clients";
import { fedAvg } from "../../../src/cotraining/federated/fedAvg";
import { federated } from "../../../src/cotraining/federated/federated";
import { clipped, epsilon, noisy, renyi } from "../../../src/cotraining/federated/privacy";
import { unpacked } from "../../../src/cotraining/federated/weights";
import { seeded } from "../../../src/data/random";
import { line, ones } from "./line";

describe("the accountant", () => {
  // Google's dp-accounting 0.6 (RdpAccountant, the same whole orders).
  it.each([
    [1.3, 250 / 60000, 3600, 1e-5, 0.9422002181626765],
    [1.1, 0.01, 1000, 1e-5, 1.7252908180449444],
    [0.7, 0.05, 200, 1e-5, 13.44735478295132],
    [2, 1, 10, 1e-5, 8.087861628831664],
    [4, 1, 100, 1e-6, 15.32798402653992],
  ])(
    "noise %f, sampling %f, %i rounds, delta %f: epsilon %f",
    (noise, sampling, rounds, delta, known) => {
      expect(epsilon({ noise, sampling, rounds, delta })).toBeCloseTo(known, 9);
    },
  );

  it("order 2 by hand: log((1-q)^2 + 2 q (1-q) + q^2 e^(1/noise^2)), and 2 / (2 noise^2) without sampling", () => {
    expect(renyi(2, 1, 0.5)).toBeCloseTo(Math.log(0.25 + 0.5 + 0.25 * Math.E), 12);
    expect(renyi(2, 1, 1)).toBe(1);
  });

  it("no noise protects nothing, no round costs nothing", () => {
    expect(epsilon({ noise: 0, rounds: 1 })).toBe(Infinity);
    expect(epsilon({ noise: 1, rounds: 0 })).toBe(0);
    expect(() => epsilon({ noise: 1, rounds: 1, delta: 0 })).toThrow("Expected delta above 0");
  });
});

describe("private updates", () => {
  it("are cut to the norm: (3, 4) to 1 is (0.6, 0.8), and to 10 itself", () => {
    const update = [Float32Array.of(3), Float32Array.of(4)];
    expect(clipped(update, 1).map(([value]) => value.toFixed(6))).toEqual(["0.600000", "0.800000"]);
    expect(clipped(update, 10)).toBe(update);
  });

  it("get noise of the standard deviation asked for", () => {
    const [values] = noisy([new Float32Array(20_000)], 0.5, seeded(1));
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(Math.sqrt(variance)).toBeCloseTo(0.5, 2);
  });

  it("count alike whatever their rows, tell no loss, and epsilon grows from round to round", async () => {
    const method = fedAvg();
    const run = async (secure: boolean) => {
      const model = line(0);
      const data = [ones(4), ones(0, 0, 0), ones(400)];
      const local = localClients(model, data, { method, epochs: 1, learningRate: 0.25 });
      const privacy = { clip: 1, noise: 0 };
      const open = await federated(local.all, { method, start: model, rounds: 1, privacy, secure });
      const o = { method, start: model, rounds: 3, fraction: 0.9, seed: 2 };
      const noisy = await federated(local.all, { ...o, privacy: { clip: 1, noise: 2 } });
      local.dispose();
      [model, ...data].forEach((each) => each.dispose());
      return { open, noisy };
    };
    const { open, noisy } = await run(false);
    // Updates 2, 0 and 200 are cut to 1, 0 and 1; their mean is 2/3.
    expect(unpacked(open.weights[0])[0][0]).toBeCloseTo(2 / 3, 6);
    expect(open.history.loss).toEqual([[null, null, null]]);
    expect(open.history.epsilon).toEqual([Infinity]);
    const [first, , last] = noisy.history.epsilon;
    expect(first).toBeCloseTo(epsilon({ noise: 2, rounds: 1, sampling: 0.9 }), 12);
    expect(last).toBeGreaterThan(first);
    expect(unpacked((await run(true)).open.weights[0])[0][0]).toBeCloseTo(2 / 3, 6);
  });
});
