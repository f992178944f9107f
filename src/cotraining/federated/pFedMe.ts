// pFedMe: personal models are nearby minima of a common one, which follows them slowly.
import { expected } from "../../errors";
import type { Method } from "./method";
import { checkFrom } from "./options";
import { assign, everything, plus, valuesOf, type Values } from "./weights";

/** How near personal models stay, and how fast the common one follows. */
export interface PFedMeOptions {
  /** Of the pull of a personal model to the common one. Default 15, as in the paper. */
  lambda?: number;
  /** Gradient steps of the personal model on each batch, at the clients' learning rate (0.03 in the paper). Default 5. */
  steps?: number;
  /** Rate of the common model, eta; below 1 / lambda. Default 0.005. */
  rate?: number;
}

/**
 * pFedMe (Dinh, Tran and Nguyen 2020): the common model w minimises the clients' Moreau envelopes,
 * sum_k min_theta L_k(theta) + lambda/2 ||theta - w||^2. On every batch a client takes `steps` gradient steps of this inner
 * problem, from where the last batch left theta, and then moves its copy w_k <- w_k - rate lambda (w_k - theta); the server
 * takes the mean of w_k by rows. Clients use theta. Slow: w goes the share rate * lambda of the way to theta, 7.5 % by
 * default, and theta is held near w all the while; many rounds, a larger rate or a smaller lambda help.
 *
 * @example
 * const { all } = localClients(model, parts, { method: pFedMe({ lambda: 15 }), learningRate: 0.03 });
 */
export function pFedMe({ lambda = 15, steps = 5, rate = 0.005 }: PFedMeOptions = {}): Method {
  checkFrom(0, { lambda, rate });
  checkFrom(1, { steps });
  if (rate * lambda > 1) {
    const found = `${rate} * ${lambda}`;
    throw expected("rate * lambda of at most 1, or w jumps over theta", found, "Lower the rate.");
  }
  return {
    name: "pFedMe",
    travels: everything,
    client(bench) {
      let personal: Values | undefined;
      return {
        async train({ weights }) {
          let own = weights;
          let loss = 0;
          assign(bench.travels, weights);
          for (let pass = 0; pass < bench.epochs; pass++) {
            const batches = bench.batches();
            const total = batches.reduce((sum, { length }) => sum + length, 0);
            loss = 0;
            for (const rows of batches) {
              const last = await bench.learn({
                rows,
                epochs: steps,
                toward: own,
                strength: lambda,
              });
              loss += (last * rows.length) / total;
              personal = valuesOf(bench.travels);
              own = plus(own, plus(personal, own, -1), rate * lambda);
            }
          }
          assign(bench.travels, own);
          return loss;
        },
        personal: ({ weights }) => assign(bench.travels, personal ?? weights),
      };
    },
  };
}
