// Small networks on few and on all labels, none of them wrong: learning from each other, from a large one, shared weights.
import { bornAgain, distill, mutual, piModel, snapshot, softPeers } from "../../src/cotraining";
import type { Dataset } from "../../src/data/dataset";
import { seeded, shuffled } from "../../src/data/random";
import type { Model } from "../../src/models/model";
import { trainableWeights } from "../../src/models/graph";
import { labelled, network, withNetworks, type Shape } from "./nets";
import type { Problem } from "./problems";
import type { Method, Table } from "./rows";

const TRAINING = { epochs: 40, batchSize: 32, learningRate: 0.002 };
const small: Shape = { widths: [32] };

type Train = (models: Model[], data: Dataset, p: Problem) => Promise<unknown>;

const alone: Train = async (models, data, { seed }) => {
  for (const [k, model] of models.entries()) {
    await piModel(model, data, { ...TRAINING, weight: 0, noise: 0.05, seed: 10 * seed + k });
  }
};
const together: Train = (models, data, { seed }) => mutual(models, data, { ...TRAINING, seed });
const held =
  (lambda: number): Train =>
  (models, data, { seed }) =>
    softPeers(models, data, { ...TRAINING, lambda, seed });

/** Table D of the recorded figures. */
export const clean: Table = {
  name: "clean",
  title: "Small networks (32 hidden units) on digits, beside PyTorch",
  columns: ["0.1", "1.0"].map((level) => ({ data: "digits", level, budget: "all" })),
  margin: 0.01,
  methods: {
    "independent small K=1": trained(1, alone),
    "independent small K=2": trained(2, alone),
    "independent small K=4": trained(4, alone),
    "DML small K=2": trained(2, together),
    "DML small K=4": trained(4, together),
    "DML small K=2, identical inits (collapse control)": trained(2, fromOne(together)),
    "KD big(256,128)->small, T=4, alpha=.1": trained(1, taught),
    "born-again, 3 generations (last student)": (p, column) => lastOf(p, column.level),
    "soft parameter sharing lambda=0.0001 K=2, different init": trained(2, held(1e-4)),
    "soft parameter sharing lambda=0.01 K=2, different init": trained(2, held(0.01)),
    "soft parameter sharing lambda=0.01 K=2, same init": trained(2, fromOne(held(0.01))),
    "soft parameter sharing lambda=1.0 K=2, different init": trained(2, held(1)),
    "snapshot ensemble M=4 (cyclic lr 3e-3)": trained(4, (models, data, { seed }) =>
      snapshot(models, data, { ...TRAINING, learningRate: 0.003, seed }),
    ),
  },
};

function trained(count: number, train: Train): Method {
  return async (p, { level }) => {
    const data = part(p, Number(level));
    const right = await withNetworks(p, Array<Shape>(count).fill(small), (models) =>
      train(models, data, p),
    );
    data.dispose();
    return right;
  };
}

/** All networks begin with the weights of the first. */
function fromOne(train: Train): Train {
  return (models, data, p) => {
    const [first, ...others] = models.map(({ net }) => trainableWeights(net));
    others.forEach((weights) => weights.forEach((weight, i) => weight.assign(first[i])));
    return train(models, data, p);
  };
}

async function taught(students: Model[], data: Dataset, p: Problem): Promise<void> {
  const teacher = network(p, 100 * p.seed + 50, { widths: [256, 128] });
  await alone([teacher], data, p);
  await distill(teacher, students[0], data, { ...TRAINING, seed: p.seed });
  teacher.dispose();
}

/** Only the last of the generations answers. */
async function lastOf(p: Problem, level: string): Promise<number> {
  const data = part(p, Number(level));
  const before = [0, 1, 2].map((k) => network(p, 100 * p.seed + 60 + k, small));
  const right = await withNetworks(p, [small], ([last]) =>
    bornAgain([...before, last], data, { ...TRAINING, seed: p.seed }),
  );
  [data, ...before].forEach((each) => each.dispose());
  return right;
}

/** This share of the training rows of each class, with their true labels. */
function part(p: Problem, share: number): Dataset {
  const all = labelled(p, p.truth);
  const order = shuffled(p.truth.keys(), seeded(p.seed));
  const rows = Array.from({ length: p.classes }, (_, label) => {
    const own = order.filter((row) => p.truth[row] === label);
    return own.slice(0, Math.floor(share * own.length));
  });
  const some = all.rows(rows.flat());
  all.dispose();
  return some;
}
