// The server: rounds of messages to clients, and what becomes of their answers.
import type * as tf from "@tensorflow/tfjs";
import { seeded, type Rng } from "../../data/random";
import { expected, list } from "../../errors";
import type { Model } from "../../models/model";
import { averaged, openUpdate, sharesOf } from "./average";
import { bytesOf, type Client, type Greeting, type TrainReply } from "./messages";
import type { Method, Received } from "./method";
import { checkPrivacy, epsilon, type Privacy } from "./privacy";
import { inner, packed, valuesOf, type Packed, type Values } from "./weights";

/** How the server works. */
export interface FederatedOptions {
  /** The method; clients must have the same. */
  method: Method;
  /** The model whose weights all begin with; one of the clients' will do. */
  start: Model;
  /** Default 30. */
  rounds?: number;
  /** Each client takes part in a round by this chance. Default 1. */
  fraction?: number;
  /** See only sums of updates, nobody's own. Default false. */
  secure?: boolean;
  /** Cut updates and add noise. Default: neither. */
  privacy?: Privacy;
  /** Go on without clients that fail. Default false: the first failure ends the run. */
  dropouts?: boolean;
  /** Of who takes part, and of the noise. Default 0. */
  seed?: number;
  /** Called after each round with the story so far. */
  onRound?(history: FederatedHistory): void;
  /** Stops after the round when aborted. */
  signal?: AbortSignal;
}

/** The story of a federated run as plain data; arrays hold one entry per round. */
export interface FederatedHistory {
  readonly method: string;
  readonly clients: string[];
  /** Training rows of each client. */
  readonly rows: number[];
  /** loss[round][client]: mean training loss; null where the client did not take part or does not say. */
  readonly loss: (number | null)[][];
  /** Clients (by number) that were asked but failed. */
  readonly dropped: number[][];
  /** Bytes of all messages, as JSON: to clients, and from them. */
  readonly bytes: { readonly sent: number; readonly received: number }[];
  /** Mean cosine between two clients' updates, low where their data pull apart; null if the server cannot see. */
  readonly agreement: (number | null)[];
  /** Epsilon spent so far; empty without privacy. */
  readonly epsilon: number[];
  readonly stopped: "rounds" | "interrupted";
}

/** What came of a federated run, as plain data. */
export interface FederatedRun {
  readonly history: FederatedHistory;
  /** For each client the weights that the server would send it next: the same for all, unless the method relates them. */
  readonly weights: readonly Packed[];
  /** relations[i][j] between clients from -1 to 1, where the method learns them. */
  readonly relations?: number[][];
}

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

/** Asks these clients to train; a secure sum is asked for again until nobody is missing. */
async function rounded(
  clients: readonly Client[],
  known: readonly Greeting[],
  asked: readonly number[],
  { secure, dropouts, privacy, fraction = 1 }: FederatedOptions,
  request: (k: number) => Parameters<Client["train"]>[0],
) {
  const bytes = { sent: 0, received: 0 };
  const dropped: number[] = [];
  let replies = new Map<number, TrainReply>();
  let here = [...asked];
  for (let attempt = 0; here.length > 0; attempt++) {
    replies = new Map();
    const failed: number[] = [];
    const keys = Object.fromEntries(here.map((k) => [known[k].name, known[k].key]));
    const rows = here.map((k) => known[k].rows);
    const shares = sharesOf(rows, privacy && fraction * clients.length);
    await Promise.all(
      here.map(async (k, i) => {
        const hide = secure ? { keys, share: shares[i], attempt } : undefined;
        const train = { ...request(k), ...(hide && { hide }) };
        bytes.sent += bytesOf({ train });
        try {
          const reply = await clients[k].train(train);
          bytes.received += bytesOf(reply);
          replies.set(k, reply);
        } catch (error) {
          if (!dropouts) throw error;
          failed.push(k);
        }
      }),
    );
    dropped.push(...failed);
    here = here.filter((k) => !failed.includes(k));
    if (failed.length === 0 || !secure) break;
  }
  // Answers arrive in any order; sums must not depend on it.
  const inOrder = [...replies].sort(([a], [b]) => a - b);
  return { replies: new Map(inOrder), dropped: dropped.sort((a, b) => a - b), bytes };
}

/** Mean cosine over pairs of updates: (|sum of unit vectors|^2 - K) / (K (K - 1)). */
function agreementOf(replies: readonly TrainReply[]): number | null {
  const visible = replies.every(({ update, loss }) => !("hidden" in update) && loss !== null);
  if (!visible || replies.length < 2) return null;
  const updates = replies.map(openUpdate);
  const lengths = updates.map((u) => Math.sqrt(inner(u, u)));
  if (lengths.some((length) => length === 0)) return null;
  const sum = updates[0].map((values, i) =>
    values.map((_, j) => updates.reduce((total, u, k) => total + u[i][j] / lengths[k], 0)),
  );
  return (inner(sum, sum) - updates.length) / (updates.length * (updates.length - 1));
}

function chosen(clients: number, fraction: number, rng: Rng): number[] {
  const all = Array.from({ length: clients }, (_, k) => k);
  return fraction === 1 ? all : all.filter(() => rng() < fraction);
}

function checkOptions(clients: readonly Client[], o: FederatedOptions): void {
  const { rounds = 30, fraction = 1, method, secure, privacy } = o;
  if (clients.length === 0) throw expected("a client or more", "none", "Make localClients().");
  if (!(Number.isInteger(rounds) && rounds >= 1)) {
    throw expected("rounds to be a whole number from 1 up", String(rounds), "Try 30.");
  }
  if (!(fraction > 0 && fraction <= 1)) {
    throw expected("fraction above 0 and at most 1", String(fraction), "Try 0.5.");
  }
  if (privacy) checkPrivacy(privacy);
  if (!method.server || !(secure || privacy)) return;
  throw expected(
    "a method that averages, where sums are secure or private",
    `${method.name}, whose server looks at every client`,
    "Take fedAvg(), fedPer() or ditto().",
  );
}

function checkNames(known: readonly Greeting[]): void {
  const names = known.map(({ name }) => name);
  const twice = names.filter((name, k) => names.indexOf(name) !== k);
  if (twice.length === 0) return;
  throw expected("clients of different names", `${list(twice)} twice`, "Give localClients names.");
}
