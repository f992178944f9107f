// FedPer: a common body, heads of the clients' own.
import type { Method } from "./method";
import { assign, body, type Part } from "./weights";

/**
 * FedPer (Arivazhagan et al. 2019): only the body travels and is averaged; heads stay with their client and are trained
 * together with it. Clients may have different tasks over one encoder: federated multi-task learning by hard sharing.
 * `part` says which weights travel; default: `body`.
 *
 * @example
 * const method = fedPer();
 * const cats = localClients(catModel, [catData], { method });
 * const dogs = localClients(dogModel, [dogData], { method }); // another task, the same encoder
 */
export function fedPer({ part = body }: { part?: Part } = {}): Method {
  return {
    name: "FedPer",
    travels: part,
    client: (bench) => ({
      train({ weights }) {
        assign(bench.travels, weights);
        return bench.learn();
      },
      personal: ({ weights }) => assign(bench.travels, weights),
    }),
  };
}
