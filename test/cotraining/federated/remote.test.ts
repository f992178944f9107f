import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import "../../../src/engine";
import { localClients } from "../../../src/cotraining/federated/clients";
import { federated } from "../../../src/cotraining/federated/federated";
import { fedAvg } from "../../../src/cotraining/federated/fedAvg";
import { fedPer } from "../../../src/cotraining/federated/fedPer";
import {
  answer,
  remote,
  type Answer,
  type Message,
} from "../../../src/cotraining/federated/messages";
import { clientScores } from "../../../src/cotraining/federated/scores";
import { fromArrays } from "../../../src/data/arrays";
import { normal, seeded } from "../../../src/data/random";
import { mlp } from "../../../src/models/blocks";
import { hardSharing } from "../../../src/models/hardSharing";
import { classification } from "../../../src/tasks/classification";
import { expectNoLeak } from "../../toys";
import { line, ones } from "./line";

/** Points in the plane; on which side of a line they are is one task, whether above it another. */
function points(seed: number) {
  const rng = seeded(seed);
  const x = Array.from({ length: 60 }, () => [normal(rng), normal(rng)]);
  return { x, side: x.map(([a]) => Number(a > 0)), above: x.map(([, b]) => Number(b > 0)) };
}

describe("a client behind a network", () => {
  it("learns in a process of its own with one here that has another task, over a common encoder", async () => {
    const there = points(1);
    const child = fork(join(__dirname, "child.cjs"), [JSON.stringify(there)], {
      stdio: "ignore" as never,
      execArgv: [],
    });
    try {
      await once(child, "message");
      const far = remote(async (message) => {
        child.send(JSON.stringify(message));
        const [text] = (await once(child, "message")) as [string];
        return JSON.parse(text) as Answer;
      });
      const here = points(2);
      const model = hardSharing({
        inputs: { x: [2] },
        encoder: mlp([4]),
        tasks: { above: classification(2) },
        seed: 1,
      });
      const data = fromArrays({ x: here.x }, { above: here.above });
      const method = fedPer();
      const near = localClients(model, [data], { method, learningRate: 0.2, names: ["near"] });
      const clients = [...near.all, far];
      const run = await federated(clients, { method, start: model, rounds: 15 });
      const scores = await clientScores(clients, run);
      expect(run.history.clients).toEqual(["near", "far away"]);
      expect(Object.keys(scores.mean).sort()).toEqual(["above", "side"]);
      expect(scores.mean.above).toBeGreaterThan(0.9);
      expect(scores.mean.side).toBeGreaterThan(0.9);
      near.dispose();
      [model, data].forEach((each) => each.dispose());
    } finally {
      child.kill();
    }
  });

  it("answers JSON with JSON, the same as without", async () => {
    await expectNoLeak(async () => {
      const method = fedAvg();
      const weights = [];
      for (const through of [false, true]) {
        const model = line(1);
        const data = [ones(4), ones(0)];
        const local = localClients(model, data, { method, compile: false, learningRate: 0.1 });
        const wire = async (client: (typeof local.all)[0], message: Message): Promise<Answer> =>
          JSON.parse(JSON.stringify(await answer(client, JSON.parse(JSON.stringify(message)))));
        const far = local.all.map((client) => remote((message) => wire(client, message)));
        const o = { method, start: model, rounds: 3 };
        weights.push((await federated(through ? far : local.all, o)).weights);
        local.dispose();
        [model, ...data].forEach((each) => each.dispose());
      }
      expect(weights[1]).toEqual(weights[0]);
    });
  });

  it("passes errors on: another encoder, a message cut short", async () => {
    const [model, data] = [line(1), ones(4)];
    const { all, dispose } = localClients(model, [data], { method: fedAvg() });
    const far = remote((message) => answer(all[0], message));
    const train = (weights: { shapes: number[][]; values: string }) =>
      far.train({ round: 0, weights });
    await expect(train({ shapes: [[2, 1]], values: "AAAAAAAAAAA=" })).rejects.toThrow(
      "Expected weights of shapes [1,1]. Found [2,1].",
    );
    await expect(train({ shapes: [[1, 1]], values: "" })).rejects.toThrow(
      "Expected 1 numbers in a message. Found 0.",
    );
    dispose();
    [model, data].forEach((each) => each.dispose());
  });
});
