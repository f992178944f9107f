// FedAvg: clients train the common model, the server averages.
import { checkFrom } from "./options";
import type { Method } from "./method";
import { assign, everything } from "./weights";

/**
 * Federated averaging (McMahan et al. 2017): every client starts from the common weights, trains for some passes, and
 * the server takes the mean weighted by rows, w = sum_k (n_k / N) w_k. With `fineTune` a client trains so many passes
 * more before it uses the model. Data that differ from client to client pull the model apart: see fedPer, ditto.
 *
 * @example
 * const { all } = localClients(model, parts, { method: fedAvg() });
 */
export function fedAvg({ fineTune = 0 }: { fineTune?: number } = {}): Method {
  checkFrom(0, { fineTune });
  return {
    name: fineTune > 0 ? "FedAvg and fine-tuning" : "FedAvg",
    travels: everything,
    client: (bench) => ({
      train({ weights }) {
        assign(bench.travels, weights);
        return bench.learn();
      },
      async personal({ weights }) {
        assign(bench.travels, weights);
        if (fineTune > 0) await bench.learn({ epochs: fineTune });
      },
    }),
  };
}
