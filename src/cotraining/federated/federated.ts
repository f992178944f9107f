// The server: rounds of messages to clients, and what becomes of their answers.
import type * as tf from "@tensorflow/tfjs";
import { seeded, type Rng } from "../../data/random";
import { averaged, openUpdate, sharesOf } from "./average";
import { checkNames, checkOptions, type FederatedOptions } from "./federatedOptions";
import type { FederatedHistory, FederatedRun } from "./federatedRun";
import type { Client } from "./messages";
import type { Received } from "./method";
import { epsilon } from "./privacy";
import { agreementOf, rounded } from "./round";
import { packed, valuesOf, type Values } from "./weights";

/**
 * Federated learning: round by round the server sends weights, clients train on data that nobody else sees, and the server
 * puts their updates together as the method says. Messages are plain data; clients may run here (`localClients`) or behind
 * a network (`remote`). The same seeds give the same weights. With `secure` the server reads nothing but sums; with
 * `privacy` updates are clipped, w <- w + (sum_k clip(u_k) + noise * clip * N(0, 1)) / (fraction * K), and the history
 * tells epsilon (one client more or less). Row counts are never hidden, and neither option hides a model's answers.
 *
 * @example
 * const method = fedAvg();
 * const { all } = localClients(model, parts, { method });
 * const run = await federated(all, { method, start: model, rounds: 30 });
 * const { mean, lowest } = await clientScores(all, run);
 */
export async function federated(
  clients: readonly Client[],
  o: FederatedOptions,
): Promise<FederatedRun> {
  const { method, rounds = 30, fraction = 1, privacy, seed = 0 } = o;
  checkOptions(clients, o);
  const known = await Promise.all(clients.map((client) => client.hello()));
  checkNames(known);
  const travels = method.travels(o.start);
  const shapes = travels.map(({ shape }: tf.Variable) => [...shape]);
  let common = valuesOf(travels);
  const server = method.server?.(common, clients.length);
  const pack = (values: Values) => packed(values, shapes);
  const rng = seeded(seed);
  const story = { loss: [], dropped: [], bytes: [], agreement: [], epsilon: [] } as Story;
  const history = (stopped: FederatedHistory["stopped"]): FederatedHistory => ({
    method: method.name,
    clients: known.map(({ name }) => name),
    rows: known.map(({ rows }) => rows),
    ...story,
    stopped,
  });
  const expectedCount = fraction * clients.length;

  let stopped: FederatedHistory["stopped"] = "rounds";
  for (let round = 0; round < rounds; round++) {
    if (o.signal?.aborted) {
      stopped = "interrupted";
      break;
    }
    const asked = chosen(clients.length, fraction, rng);
    const shared = server ? undefined : pack(common);
    const found = await rounded(clients, known, asked, o, (k) => {
      const { weights, strength }: Received = server ? server.send(k) : { weights: common };
      return { round, weights: shared ?? pack(weights), strength, clip: privacy?.clip };
    });
    const took = [...found.replies.keys()];
    const replies = [...found.replies.values()];
    if (server) {
      const at = (k: number) => found.replies.get(k);
      server.take(clients.map((_, k) => (at(k) ? openUpdate(at(k)!) : undefined)));
    } else if (took.length > 0 || privacy) {
      const rows = took.map((k) => known[k].rows);
      const shares = sharesOf(rows, privacy && expectedCount);
      common = averaged(common, replies, shares, { privacy, expectedCount, rng });
    }
    story.loss.push(clients.map((_, k) => found.replies.get(k)?.loss ?? null));
    story.dropped.push(found.dropped);
    story.bytes.push(found.bytes);
    story.agreement.push(agreementOf(replies));
    if (privacy) {
      const { noise, delta } = privacy;
      story.epsilon.push(epsilon({ noise, delta, sampling: fraction, rounds: round + 1 }));
    }
    o.onRound?.(history("rounds"));
  }
  return {
    history: history(stopped),
    weights: clients.map((_, k) => pack(server ? server.send(k).weights : common)),
    ...(server?.relations && { relations: server.relations() }),
  };
}

type Story = {
  -readonly [K in "loss" | "dropped" | "bytes" | "agreement" | "epsilon"]: FederatedHistory[K];
};

function chosen(clients: number, fraction: number, rng: Rng): number[] {
  const all = Array.from({ length: clients }, (_, k) => k);
  return fraction === 1 ? all : all.filter(() => rng() < fraction);
}
