// Ten simulated clients with digits of their own: ours beside PyTorch's.
import {
  alone,
  clientScores,
  ditto,
  fedAvg,
  fedPer,
  fedProx,
  fedRep,
  federated,
  localClients,
  mocha,
  pFedMe,
} from "../../src/cotraining";
import { fromArrays } from "../../src/data/arrays";
import { digits } from "../../src/data/digits";
import { seeded } from "../../src/data/random";
import { mlp } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { classification } from "../../src/tasks/classification";
import { asPyTorch } from "./nets";
import { splitsOf } from "./problems";
import type { Method, Table } from "./rows";

/** Table E of the recorded figures: accuracy over all clients' own test rows. */
export const clients: Table = {
  name: "federated",
  title: "Federated digits: 10 clients, 30 rounds of 2 epochs, beside PyTorch",
  columns: ["dir0.3", "shard3", "rotate"].map((level) => ({
    data: "digits",
    level,
    budget: "all",
    splits: "federated_digits",
  })),
  margin: 0.01,
  methods: {
    local: by(() => alone()),
    fedavg: by(() => fedAvg()),
    "fedprox mu=.1": by(() => fedProx({ mu: 0.1 })),
    "fedavg+finetune": by(() => fedAvg({ fineTune: 4 })),
    fedper: by(() => fedPer()),
    fedrep: by(() => fedRep()),
    "ditto lam=.1": by(() => ditto({ lambda: 0.1 })),
    "ditto lam=1": by(() => ditto({ lambda: 1 })),
    "mean-reg lam=.1 (MOCHA-like)": by(() => mocha({ relations: false })),
    "pfedme lam=15": by(() => pFedMe(), 0.03),
  },
};

interface Kinds {
  seed: number;
  kinds: Record<string, { train: number[][]; test: number[][] }>;
}

function by(make: () => ReturnType<typeof alone>, learningRate = 0.1): Method {
  return async (p, { level }, folder) => {
    const splits = splitsOf("federated_digits", folder) as unknown as Kinds[];
    const { train, test } = splits.find(({ seed }) => seed === p.seed)!.kinds[level];
    const [x, y] = pixels();
    const part = (rows: number[], k: number) =>
      fromArrays(
        { all: rows.map((row) => turned(x[row], level === "rotate" ? k % 4 : 0)) },
        { y: rows.map((row) => y[row]) },
      );
    const [taught, asked] = [train.map(part), test.map(part)];
    const method = make();
    const model = hardSharing({
      inputs: { all: [64] },
      encoder: mlp([64, 32]),
      tasks: { y: classification(10) },
      seed: p.seed,
    });
    asPyTorch(model, seeded(p.seed));
    const local = localClients(model, taught, {
      method,
      test: asked,
      learningRate,
      seed: p.seed,
    });
    const done = await federated(local.all, { method, start: model, rounds: 30, seed: p.seed });
    const { mean } = await clientScores(local.all, done);
    local.dispose();
    [model, ...taught, ...asked].forEach((each) => each.dispose());
    return mean.y;
  };
}

function pixels(): [number[][], ArrayLike<number>] {
  const all = digits();
  const read = [all.inputs.x.arraySync() as number[][], all.targets.digit.dataSync()] as const;
  all.dispose();
  return [read[0], read[1]];
}

/** An image turned anticlockwise by so many quarters. */
function turned(image: number[], quarters: number): number[] {
  if (quarters === 0) return image;
  const once = image.map((_, i) => image[(i % 8) * 8 + 7 - Math.floor(i / 8)]);
  return turned(once, quarters - 1);
}
