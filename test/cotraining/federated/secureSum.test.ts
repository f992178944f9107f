import { afterAll, beforeAll, describe, expect, it } from "vitest";
import "../../../src/engine";
import { localClients } from "../../../src/cotraining/federated/clients";
import { fedAvg } from "../../../src/cotraining/federated/fedAvg";
import { federated } from "../../../src/cotraining/federated/federated";
import type { Client, TrainReply } from "../../../src/cotraining/federated/messages";
import { keys, revealed } from "../../../src/cotraining/federated/secureSum";
import { unpacked } from "../../../src/cotraining/federated/weights";
import type { Dataset } from "../../../src/data/dataset";
import type { Model } from "../../../src/models/model";
import { line, ones } from "./line";

const names = ["a", "b", "c"];
const all = names.map(() => keys());
const byName = Object.fromEntries(names.map((name, k) => [name, all[k].key]));
const hidden = (values: number[][], o: { round?: number; share?: number } = {}) =>
  values.map((own, k) =>
    all[k].hide([Float32Array.from(own)], names[k], o.round ?? 0, {
      keys: byName,
      share: o.share ?? 1,
      attempt: 0,
    }),
  );

describe("a secure sum", () => {
  it("is the sum, to the last bit of 2^-24, and each share is counted", () => {
    const sent = hidden(
      [
        [0.5, -1],
        [0.25, 2],
        [-3, 0.125],
      ],
      { share: 0.5 },
    );
    expect(revealed(sent, [1, 1])).toEqual([Float32Array.of(-1.125), Float32Array.of(0.5625)]);
  });

  it("shows noise that is spread evenly, whatever was hidden, and other noise each round", () => {
    const size = 4096;
    const zeros = names.map(() => Array<number>(size).fill(0));
    const words = (text: string) =>
      new Uint32Array(Uint8Array.from(Buffer.from(text, "base64")).buffer);
    const [first, again] = [0, 1].map((round) => words(hidden(zeros, { round })[0]));
    // 16 bins of 256 on average, standard deviation 15.5: chi-square with 15 degrees of freedom, below 45 but once in 10^4.
    const counts = Array<number>(16).fill(0);
    first.forEach((word) => counts[word >>> 28]++);
    const chi = counts.reduce((sum, count) => sum + (count - 256) ** 2 / 256, 0);
    expect(chi).toBeLessThan(45);
    expect(first.filter((word, i) => word === again[i]).length).toBeLessThan(3);
  });

  it("needs three who take part, and one's own key among them", () => {
    const hide = (keys: Record<string, string>) =>
      all[0].hide([Float32Array.of(1)], "a", 0, { keys, share: 1, attempt: 0 });
    expect(() => hide({ a: all[0].key, b: all[1].key })).toThrow(
      "Expected 3 clients or more in a secure sum. Found 2.",
    );
    expect(() => hide({ ...byName, a: all[1].key })).toThrow('the own key of "a"');
    expect(() => hidden([[100], [0], [0]])).toThrow("Expected updates below 42.6");
  });
});

describe("a federated run with secure sums", () => {
  let model: Model;
  let data: Dataset[];
  beforeAll(() => {
    model = line(1);
    data = [ones(4), ones(0, 0), ones(2), ones(6, 6)];
  });
  afterAll(() => [model, ...data].forEach((each) => each.dispose()));

  const method = fedAvg();
  const clients = () =>
    localClients(model, data, { method, epochs: 1, learningRate: 0.25, compile: false });

  it("ends with the weights of an open one, though no reply can be read", async () => {
    const [open, secret] = [clients(), clients()];
    const seen: TrainReply[] = [];
    const spied = secret.all.map((client): Client => {
      const train: Client["train"] = async (request) => {
        const reply = await client.train(request);
        seen.push(reply);
        return reply;
      };
      return { ...client, train };
    });
    const a = await federated(open.all, { method, start: model, rounds: 3 });
    model.net.trainableWeights[0].write(model.net.trainableWeights[0].read().mul(0).add(1));
    const b = await federated(spied, { method, start: model, rounds: 3, secure: true });
    expect(seen.every(({ update, loss }) => "hidden" in update && loss === null)).toBe(true);
    expect(unpacked(b.weights[0])[0][0]).toBeCloseTo(unpacked(a.weights[0])[0][0], 5);
    expect(b.history.agreement).toEqual([null, null, null]);
    [open, secret].forEach((each) => each.dispose());
  });
});
