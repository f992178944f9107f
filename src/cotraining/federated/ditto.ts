// Ditto: a common model, and a personal one that is kept near it.
import type { Method } from "./method";
import { checkFrom } from "./options";
import { assign, everything, valuesOf, type Values } from "./weights";

/**
 * Ditto (Li et al. 2021): beside FedAvg's model w each client keeps one of its own that minimises
 * L_k(v) + lambda/2 ||v - w||^2, w as received in the round. lambda 0 is training alone, a large one is FedAvg. Costs
 * twice the training, and no more messages.
 *
 * @example
 * const { all } = localClients(model, parts, { method: ditto({ lambda: 0.1 }) });
 */
export function ditto({ lambda = 0.1 }: { lambda?: number } = {}): Method {
  checkFrom(0, { lambda });
  return {
    name: "Ditto",
    travels: everything,
    client(bench) {
      let own: Values | undefined;
      return {
        async train({ weights }) {
          assign(bench.travels, own ?? weights);
          await bench.learn({ toward: weights, strength: lambda });
          own = valuesOf(bench.travels);
          assign(bench.travels, weights);
          return bench.learn();
        },
        personal: ({ weights }) => assign(bench.travels, own ?? weights),
      };
    },
  };
}
