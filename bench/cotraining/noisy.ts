// Networks on wrong labels: ours beside PyTorch's, with a usual and with an over-long training.
import { coTeach, coTeachPlus, joCoR, mutual, type PeerHistory } from "../../src/cotraining";
import type { Dataset } from "../../src/data/dataset";
import type { Model } from "../../src/models/model";
import { labelled, withNetworks } from "./nets";
import { spreadOf } from "../../src/data/spread";
import type { Column, Method, Table } from "./rows";

/** Share of wrong labels by kind, as the recorded methods knew it. */
const SHARE: Record<string, number> = { sym20: 0.2, sym45: 0.45, pair45: 0.45 };

interface Training {
  epochs: number;
  learningRate: number;
  batchSize: number;
  forget: number;
  seed: number;
  diagnostics: { test: Dataset };
}

/** Table B of the recorded figures. */
export const noisy = table("noisy", ["sym20", "sym45", "pair45"], 60, 1e-3);

/** Table B2: trained until wrong labels are learned by heart. */
export const overtrained = table("overtrained", ["sym45", "pair45"], 100, 3e-3);

function table(name: string, kinds: string[], epochs: number, learningRate: number): Table {
  const method = (count: number, train: (m: Model[], d: Dataset, o: Training) => Story): Method => {
    return (p, column) => trained(count, train, { epochs, learningRate })(p, column);
  };
  return {
    name,
    title: `Wrong labels, digits, Adam ${learningRate}, ${epochs} epochs, beside PyTorch`,
    columns: kinds.map((level) => ({ data: "digits", level, budget: "all" })),
    margin: 0.01,
    methods: {
      "standard K=1": method(1, (m, data, o) => coTeach(m, data, { ...o, forget: 0 })),
      "standard K=2": method(2, (m, data, o) => coTeach(m, data, { ...o, forget: 0 })),
      "small-loss-self K=1": method(1, coTeach),
      "co-teaching K=2": method(2, coTeach),
      "co-teaching+ K=2": method(2, coTeachPlus),
      "jocor K=2": method(2, joCoR),
      "dml K=2": method(2, (m, data, o) => mutual(m, data, { ...o, atOnce: true })),
    },
  };
}

type Story = Promise<PeerHistory>;

/** Mean test accuracy of the last ten epochs; of the mean answer where there are several networks. */
function trained(
  count: number,
  train: (models: Model[], data: Dataset, o: Training) => Story,
  { epochs, learningRate }: { epochs: number; learningRate: number },
): Method {
  return async (p, { level }: Column) => {
    const data = labelled(p, p.noisy(level));
    let right = NaN;
    const o = {
      epochs,
      learningRate,
      batchSize: 64,
      forget: SHARE[level],
      seed: p.seed,
      diagnostics: { test: p.test },
    };
    await withNetworks(p, Array(count).fill({}), async (models) => {
      right = spreadOf((await train(models, data, o)).together.slice(-10)).mean;
    });
    data.dispose();
    return right;
  };
}
