// FedRep: first the head for the body, then the body for the head.
import { trainableWeights } from "../../models/graph";
import type { Method } from "./method";
import { checkFrom } from "./options";
import { assign, body, type Part } from "./weights";

/**
 * FedRep (Collins et al. 2021): a client trains its own head for `headEpochs` passes on the body it received, then the
 * body for `bodyEpochs` passes with the head at rest; bodies are averaged. Before it uses the model it refits its head to
 * the body as it is then.
 *
 * @example
 * const { all } = localClients(model, parts, { method: fedRep({ headEpochs: 10 }) });
 */
export function fedRep({
  headEpochs = 2,
  bodyEpochs = 1,
  part = body,
}: { headEpochs?: number; bodyEpochs?: number; part?: Part } = {}): Method {
  checkFrom(1, { headEpochs, bodyEpochs });
  return {
    name: "FedRep",
    travels: part,
    client(bench) {
      const own = new Set(bench.travels);
      const head = trainableWeights(bench.model.net).filter((weight) => !own.has(weight));
      return {
        async train({ weights }) {
          assign(bench.travels, weights);
          await bench.learn({ only: head, epochs: headEpochs });
          return bench.learn({ only: bench.travels, epochs: bodyEpochs });
        },
        async personal({ weights }) {
          assign(bench.travels, weights);
          await bench.learn({ only: head, epochs: headEpochs });
        },
      };
    },
  };
}
