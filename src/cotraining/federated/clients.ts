// Clients on this machine: each has data of its own, and they take turns with one model.
import { seeded } from "../../data/random";
import { ready } from "../../engine";
import { expected } from "../../errors";
import { trainableWeights } from "../../models/graph";
import type { Model } from "../../models/model";
import { checkExamples, type Examples } from "../../training/check";
import { evaluate } from "../../training/evaluate";
import { benches, type BenchOptions } from "./bench";
import type { Client, TrainReply } from "./messages";
import type { Method } from "./method";
import { clipped } from "./privacy";
import { keys } from "./secureSum";
import {
  assign,
  checkShapes,
  packed,
  plus,
  unpacked,
  valuesOf,
  type Packed,
  type Values,
} from "./weights";

/** How the clients of a machine work. */
export interface LocalClientsOptions extends BenchOptions {
  /** The method; the server must have the same. */
  method: Method;
  /** Test data of each client. Default: its training data. */
  test?: readonly Examples[];
  /** Default "client 1" and so on; with several groups of clients give names, as they must differ. */
  names?: readonly string[];
  /** Of the order of rows; every client has its own. Default 0. */
  seed?: number;
}

/** Clients, and what they share. */
export interface LocalClients {
  readonly all: Client[];
  /** Puts what client k would use, given the server's weights for it, into the model. */
  use(k: number, weights: Packed): Promise<void>;
  /** Frees compiled steps; the model and the data stay. */
  dispose(): void;
}

/**
 * Clients that learn from these data, one each. All start from the weights the model has now, keep their own weights, and
 * take turns with the model, so that a hundred clients need no hundred networks. Clients with other tasks have a model of
 * their own: call it once per model, with fedPer() or fedRep(). RangeError for data that do not fit the model.
 *
 * @example
 * const parts = dirichlet(labels, { clients: 10, alpha: 0.3, rng }).map((rows) => train.rows(rows));
 * const { all, dispose } = localClients(model, parts, { method: fedAvg() });
 */
export function localClients(
  model: Model,
  data: readonly Examples[],
  o: LocalClientsOptions,
): LocalClients {
  const { method, seed = 0, test = data } = o;
  checkClients(model, data, o);
  const shared = benches(model, method.travels, o);
  const everything = trainableWeights(model.net);
  const shapes = shared.travels.map(({ shape }) => shape);
  const start = valuesOf(everything);
  const kept = data.map(() => start);
  const inTurn = queue();

  const uses: ((weights: Packed) => Promise<void>)[] = [];
  const all = data.map((own, k): Client => {
    const name = o.names?.[k] ?? `client ${k + 1}`;
    let stream = seeded(seed + 7919 * k);
    const half = method.client(shared.of(own, () => stream()));
    const { key, hide } = keys();
    let done: { round: number; update: Values; loss: number } | undefined;
    const open = (weights: Packed) => {
      checkShapes(shared.travels, weights);
      assign(everything, kept[k]);
      return unpacked(weights);
    };
    // A model that is looked at may be tuned first; that must not change how training goes on.
    uses[k] = async (weights) => {
      await ready();
      const before = stream;
      stream = seeded(seed + k);
      try {
        await half.personal({ weights: open(weights) });
      } finally {
        stream = before;
      }
    };
    return {
      hello: async () => ({ name, rows: own.inputs[Object.keys(model.inputs)[0]].shape[0], key }),
      train: (request) =>
        inTurn(async (): Promise<TrainReply> => {
          const { round, weights, strength, clip, hide: hiding } = request;
          // Asked again in the same round (a secure sum lost somebody): the same update, hidden anew.
          if (done?.round !== round) {
            await ready();
            const received = open(weights);
            const loss = await half.train({ weights: received, strength });
            kept[k] = valuesOf(everything);
            done = { round, update: plus(valuesOf(shared.travels), received, -1), loss };
          }
          const update = clip === undefined ? done.update : clipped(done.update, clip);
          return {
            name,
            update: hiding ? { hidden: hide(update, name, round, hiding) } : packed(update, shapes),
            loss: clip === undefined && !hiding ? done.loss : null,
          };
        }),
      score: ({ weights }) =>
        inTurn(async () => {
          await uses[k](weights);
          const scores = evaluate(model, test[k]);
          return { name, rows: test[k].inputs[Object.keys(model.inputs)[0]].shape[0], scores };
        }),
    };
  });
  const use = (k: number, weights: Packed) => inTurn(() => uses[k](weights));
  return { all, use, dispose: shared.dispose };
}

/** Runs one piece of work after the other, as they come. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => {});
    return mine;
  };
}

function checkClients(
  model: Model,
  data: readonly Examples[],
  { test, names }: LocalClientsOptions,
): void {
  if (data.length === 0) throw expected("a client or more", "none", "Give each its data.");
  for (const [what, list] of Object.entries({ test, names })) {
    if (!list || list.length === data.length) continue;
    const found = String(list.length);
    throw expected(`${what} for each of ${data.length} clients`, found, "Give one each.");
  }
  [...data, ...(test ?? [])].forEach((each) => checkExamples(model, each));
}
