import { afterAll, beforeAll, describe, expect, it } from "vitest";
import "../../../src/engine";
import { alone } from "../../../src/cotraining/federated/alone";
import { localClients } from "../../../src/cotraining/federated/clients";
import { ditto } from "../../../src/cotraining/federated/ditto";
import { fedAvg } from "../../../src/cotraining/federated/fedAvg";
import { fedProx } from "../../../src/cotraining/federated/fedProx";
import { federated } from "../../../src/cotraining/federated/federated";
import type { Method } from "../../../src/cotraining/federated/method";
import { mocha } from "../../../src/cotraining/federated/mocha";
import { pFedMe } from "../../../src/cotraining/federated/pFedMe";
import { assign, everything, unpacked, valuesOf } from "../../../src/cotraining/federated/weights";
import type { Dataset } from "../../../src/data/dataset";
import type { Model } from "../../../src/models/model";
import { expectNoLeak } from "../../toys";
import { line, ones } from "./line";

// Gradient of (w - y)^2 is 2 (w - y); rate 0.25 goes half of the way. Client 1 has one row, y = 4; client 2 three, y = 0.
let model: Model;
let data: Dataset[];
beforeAll(() => {
  model = line(1);
  data = [ones(4), ones(0, 0, 0)];
});
afterAll(() => [model, ...data].forEach((each) => each.dispose()));

/** What the server has after so many rounds of one step each, and what the clients would use. */
async function after(rounds: number, method: Method) {
  const o = { method, epochs: 1, batchSize: 3, learningRate: 0.25 };
  const { all, use, dispose } = localClients(model, data, o);
  const start = valuesOf(everything(model));
  const run = await federated(all, { method, start: model, rounds });
  const used: number[] = [];
  for (const k of data.keys()) {
    await use(k, run.weights[k]);
    used.push(valuesOf(everything(model))[0][0]);
  }
  assign(everything(model), start);
  dispose();
  return { server: run.weights.map((w) => unpacked(w).map((values) => values[0])), used, run };
}

describe("a round of", () => {
  it("FedAvg: 1 goes to 2.5 and to 0.5, the mean by rows is 1, and the loss is 9 and 1", async () => {
    const { server, used, run } = await after(1, fedAvg());
    expect(server).toEqual([[1], [1]]);
    expect(used).toEqual([1, 1]);
    expect(run.history.loss).toEqual([[9, 1]]);
    expect(run.history.agreement[0]).toBeCloseTo(-1, 6);
  });

  it("FedAvg with fine-tuning: each client goes half of its way from the mean", async () => {
    expect((await after(1, fedAvg({ fineTune: 1 }))).used).toEqual([2.5, 0.5]);
  });

  it("FedProx: the first step is free, the second is pulled back to where the round began", async () => {
    // Two passes of one step: 1 -> 2.5 -> 2.5 - 0.25 (2 (2.5 - 4) + 2 (2.5 - 1)) = 2.5; 1 -> 0.5 -> 0.5 - 0.25 (1 - 1) = 0.5.
    const method = fedProx({ mu: 2 });
    const { all, dispose } = localClients(model, data, {
      method,
      epochs: 2,
      batchSize: 3,
      learningRate: 0.25,
    });
    const run = await federated(all, { method, start: model, rounds: 1 });
    expect(unpacked(run.weights[0])[0][0]).toBeCloseTo((2.5 + 3 * 0.5) / 4, 6);
    assign(everything(model), [Float32Array.of(1)]);
    dispose();
  });

  it("Ditto: own models go their way with a pull to the common one, which is FedAvg's", async () => {
    // Round 1: own 2.5 and 0.5, common 1. Round 2: 2.5 - 0.25 (2 (2.5 - 4) + (2.5 - 1)) = 2.875; 0.5 - 0.25 (1 + (0.5 - 1)) = 0.375.
    const { server, used } = await after(2, ditto({ lambda: 1 }));
    expect(server).toEqual([[1], [1]]);
    expect(used).toEqual([2.875, 0.375]);
  });

  it("pFedMe: theta takes two steps on each batch, w follows half of the way, theta goes on from where it was", async () => {
    // Batch 1: theta 1 -> 2.5 -> 2.5 - 0.25 (2 (2.5 - 4) + (2.5 - 1)) = 2.875; w 1 + 0.5 (2.875 - 1) = 1.9375.
    // Batch 2: theta 2.875 - 0.25 (-2.25 + 0.9375) = 3.203125, then 3.203125 - 0.25 (-1.59375 + 1.265625) = 3.28515625;
    // w 1.9375 + 0.5 (3.28515625 - 1.9375) = 2.611328125.
    const method = pFedMe({ lambda: 1, steps: 2, rate: 0.5 });
    const found = await after(1, method);
    expect(found.used).toEqual([2.875, 0.375]);
    expect(found.run.history.loss).toEqual([[2.25, 0.25]]);
    const o = { method, epochs: 2, batchSize: 1, learningRate: 0.25 };
    const { all, use, dispose } = localClients(model, [data[0]], o);
    const run = await federated(all, { method, start: model, rounds: 1 });
    expect(unpacked(run.weights[0])[0][0]).toBeCloseTo(2.611328125, 6);
    await use(0, run.weights[0]);
    expect(valuesOf(everything(model))[0][0]).toBeCloseTo(3.28515625, 6);
    assign(everything(model), [Float32Array.of(1)]);
    dispose();
  });

  it("mean regularisation: as Ditto, but toward the mean of the clients' own, each counting once", async () => {
    // Round 1: 2.5 and 0.5, mean 1.5. Round 2: 2.5 - 0.25 (-3 + 1) = 3; 0.5 - 0.25 (1 - 1) = 0.5.
    const { used } = await after(2, mocha({ lambda: 1, relations: false }));
    expect(used[0]).toBeCloseTo(3, 5);
    expect(used[1]).toBeCloseTo(0.5, 5);
  });

  it("training alone: every client goes its way, and nothing travels", async () => {
    const { used, run } = await after(2, alone());
    expect(used).toEqual([3.25, 0.25]);
    expect(run.weights[0]).toEqual({ shapes: [], values: "" });
  });
});

describe("every method", () => {
  const methods = [fedAvg(), fedProx(), ditto(), pFedMe({ lambda: 1 }), mocha(), alone()];
  it.each(methods.map((m) => [m.name, m] as const))("%s leaves no tensors", async (_, method) => {
    await after(1, method);
    await expectNoLeak(() => after(2, method));
  });

  it("says what is wrong with its numbers", () => {
    expect(() => fedProx({ mu: -1 })).toThrow("Expected mu from 0 up. Found -1.");
    expect(() => pFedMe({ lambda: 15, rate: 0.1 })).toThrow("Expected rate * lambda of at most 1");
    expect(() => mocha({ floor: 0 })).toThrow("Expected floor from 0.000001 up. Found 0.");
  });

  it("refuses a pull that steps would jump over", async () => {
    await expect(after(1, fedProx({ mu: 4 }))).rejects.toThrow(
      "Expected a pull of strength below 4",
    );
  });
});
