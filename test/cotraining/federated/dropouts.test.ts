import { afterEach, beforeEach, describe, expect, it } from "vitest";
import "../../../src/engine";
import { localClients, type LocalClients } from "../../../src/cotraining/federated/clients";
import { fedAvg } from "../../../src/cotraining/federated/fedAvg";
import { federated } from "../../../src/cotraining/federated/federated";
import type { Client } from "../../../src/cotraining/federated/messages";
import { mocha } from "../../../src/cotraining/federated/mocha";
import { unpacked } from "../../../src/cotraining/federated/weights";
import type { Dataset } from "../../../src/data/dataset";
import type { Model } from "../../../src/models/model";
import { line, ones } from "./line";

const method = fedAvg();
let model: Model;
let data: Dataset[];
let local: LocalClients;
beforeEach(() => {
  model = line(0);
  data = [ones(4), ones(2), ones(6), ones(100)];
  local = localClients(model, data, { method, epochs: 1, learningRate: 0.25 });
});
afterEach(() => {
  local.dispose();
  [model, ...data].forEach((each) => each.dispose());
});

/** The last client trains, and its answer is lost on the way. */
const failing = (): Client[] => [
  ...local.all.slice(0, 3),
  {
    ...local.all[3],
    async train(request) {
      await local.all[3].train(request);
      throw new Error("connection lost");
    },
  },
];

describe("a client that drops out", () => {
  it.each([false, true])(
    "counts for nothing, and the others for all (secure: %s)",
    async (secure) => {
      const o = { method, start: model, rounds: 1, dropouts: true, secure };
      const { weights, history } = await federated(failing(), o);
      // From 0 half of the way to 4, 2 and 6: the mean of 2, 1 and 3.
      expect(unpacked(weights[0])[0][0]).toBeCloseTo(2, 5);
      expect(history.dropped).toEqual([[3]]);
    },
  );

  it("costs a secure sum a second set of messages, but no second training", async () => {
    const o = { method, start: model, rounds: 1, dropouts: true };
    let trained = 0;
    const counted = failing().map((client) => ({
      ...client,
      train: (request: Parameters<Client["train"]>[0]) => (trained++, client.train(request)),
    }));
    const { weights } = await federated(counted, { ...o, secure: true });
    expect(trained).toBe(7);
    expect(unpacked(weights[0])[0][0]).toBeCloseTo(2, 5);
  });

  it("ends the run where that was not allowed", async () => {
    const o = { method, start: model, rounds: 1 };
    await expect(federated(failing(), o)).rejects.toThrow("connection lost");
  });
});

describe("the border of federated", () => {
  it("says what does not fit", async () => {
    const start = model;
    const run = (o: object, clients = local.all) => federated(clients, { method, start, ...o });
    await expect(run({}, [])).rejects.toThrow("Expected a client or more.");
    await expect(run({ rounds: 0 })).rejects.toThrow("rounds to be a whole number");
    await expect(run({ fraction: 0 })).rejects.toThrow("fraction above 0 and at most 1");
    await expect(run({}, [local.all[0], local.all[0]])).rejects.toThrow('"client 1" twice');
    await expect(run({ privacy: { clip: 0, noise: 1 } })).rejects.toThrow("clip above 0");
    await expect(run({ method: mocha(), secure: true })).rejects.toThrow(
      "Found MOCHA, whose server looks at every client.",
    );
    expect(() => localClients(model, data, { method, names: ["a"] })).toThrow(
      "Expected names for each of 4 clients. Found 1.",
    );
    expect(() => localClients(model, [], { method })).toThrow("Expected a client or more.");
  });

  it("stops after the round when aborted, and says what it has", async () => {
    const stop = new AbortController();
    const o = { method, start: model, rounds: 9, signal: stop.signal, onRound: () => stop.abort() };
    const { history } = await federated(local.all, o);
    expect([history.stopped, history.loss.length]).toEqual(["interrupted", 1]);
    expect(JSON.parse(JSON.stringify(history))).toEqual(history);
  });

  it("counts every byte that travels", async () => {
    const { history } = await federated(local.all, { method, start: model, rounds: 1 });
    const first = '{"train":{"round":0,"weights":{"shapes":[[1,1]],"values":"AAAAAA=="}}}';
    expect(history.bytes[0].sent).toBe(4 * first.length);
    expect(history.bytes[0].received).toBeGreaterThan(4 * 60);
  });
});
