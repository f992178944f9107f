import { describe, expect, it } from "vitest";
import "../../../src/engine";
import { localClients } from "../../../src/cotraining/federated/clients";
import { federated } from "../../../src/cotraining/federated/federated";
import { mocha, relationsOf } from "../../../src/cotraining/federated/mocha";
import { line, ones } from "./line";

const column = (...values: number[]) => [Float32Array.from(values)];

describe("relations between clients", () => {
  it("Sigma = K (D'D)^(1/2) / trace: unrelated columns of lengths 3 and 1 give 1.5 and 0.5, Omega the inverse", () => {
    const { sigma, omega } = relationsOf([column(3, 0), column(0, 1)], 0.01);
    expect(sigma.flat().map((v) => Number(v.toFixed(6)))).toEqual([1.5, 0, 0, 0.5]);
    expect(omega.flat().map((v) => Number(v.toFixed(6)))).toEqual([0.666667, 0, 0, 2]);
  });

  it("equal columns are fully related: (D'D)^(1/2) of (1, 1) is 1/sqrt 2 everywhere, and the floor keeps an inverse", () => {
    const { sigma, omega } = relationsOf([column(1), column(1)], 0.5);
    // Eigenvalues 2 along (1, 1), and the floor 0.5 across: (2 + 0.5) / 2 and (2 - 0.5) / 2.
    expect(sigma.flat().map((v) => Number(v.toFixed(6)))).toEqual([1.25, 0.75, 0.75, 1.25]);
    // 1/2 along and 2 across.
    expect(omega.flat().map((v) => Number(v.toFixed(6)))).toEqual([1.25, -0.75, -0.75, 1.25]);
  });

  it("columns that are all 0 say nothing: all clients alike", () => {
    expect(relationsOf([column(0), column(0)], 0.1).omega).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it("finds the two groups among four clients, and takes each from the other's pull", async () => {
    const far = async (relations: boolean) => {
      const model = line(0);
      const data = [ones(5), ones(5), ones(-5), ones(-5)];
      const method = mocha({ lambda: 0.5, relations });
      const local = localClients(model, data, { method, epochs: 2, learningRate: 0.1 });
      const run = await federated(local.all, { method, start: model, rounds: 30 });
      await local.use(0, run.weights[0]);
      const own = model.net.trainableWeights[0].read().dataSync()[0];
      local.dispose();
      [model, ...data].forEach((each) => each.dispose());
      return { own, relations: run.relations! };
    };
    const [learned, fixed] = [await far(true), await far(false)];
    const [[, same, other]] = learned.relations;
    expect(same).toBeGreaterThan(0.3);
    expect(other).toBeLessThan(0);
    // At rest 2 (5 - w) = lambda w = 0.5 w without relations: w = 4; with them less is pulled away.
    expect(fixed.own).toBeCloseTo(4, 1);
    expect(learned.own).toBeGreaterThan(4.4);
  });
});
