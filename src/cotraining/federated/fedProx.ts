// FedProx: FedAvg with clients on a leash.
import type { Method } from "./method";
import { checkFrom } from "./options";
import { assign, everything } from "./weights";

/**
 * FedProx (Li et al. 2020): FedAvg whose clients minimise L_k(w) + mu/2 ||w - w_server||^2, so that they do not drift far
 * from the common model. mu 0.001 to 1; 0 is FedAvg.
 *
 * @example
 * const { all } = localClients(model, parts, { method: fedProx({ mu: 0.1 }) });
 */
export function fedProx({ mu = 0.1 }: { mu?: number } = {}): Method {
  checkFrom(0, { mu });
  return {
    name: "FedProx",
    travels: everything,
    client: (bench) => ({
      train({ weights }) {
        assign(bench.travels, weights);
        return bench.learn({ toward: weights, strength: mu });
      },
      personal: ({ weights }) => assign(bench.travels, weights),
    }),
  };
}
