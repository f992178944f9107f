// Small networks on few and on all labels, none of them wrong: learning from each other, from a large one, shared weights.
import {
  bornAgain,
  distill,
  jitter,
  mutual,
  piModel,
  snapshot,
  softPeers,
} from "../../src/cotraining";
import type { Dataset } from "../../src/data/dataset";
import { seeded, shuffled } from "../../src/data/random";
import { spreadOf } from "../../src/data/spread";
import type { Model } from "../../src/models/model";
import { trainableWeights } from "../../src/models/graph";
import { labelled, network, withNetworks, type Shape } from "./nets";
import type { Problem } from "./problems";
import type { Method, Table } from "./rows";

/**
 * Batches of 64, 20 in a pass over all rows and 2 over a tenth; 160 steps there are 80 passes. The figures recorded for
 * single networks (calibration too) fit these steps, and smaller batches do not (docs/cotraining.md).
 */
const training = (level: string) => ({
  epochs: level === "1.0" ? 40 : 80,
  batchSize: 64,
  learningRate: 0.002,
});
const WEAK = 0.05;
const small: Shape = { widths: [32] };

type Options = ReturnType<typeof training> & { seed: number };
type Train = (models: Model[], data: Dataset, o: Options, p: Problem) => Promise<unknown>;

/** All with the same batches and the same noise, as recorded: two equal networks then stay equal. */
const augment = jitter(WEAK);
const alone: Train = async (models, data, o) => {
  for (const model of models) await piModel(model, data, { ...o, augment, noise: 0, weight: 0 });
};
const together: Train = (models, data, o) => mutual(models, data, { ...o, augment, atOnce: true });
const held =
  (lambda: number): Train =>
  (models, data, o) =>
    softPeers(models, data, { ...o, augment, lambda });

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
    "born-again, 3 generations (last student)": overDraws(lastOf),
    "soft parameter sharing lambda=0.0001 K=2, different init": trained(2, held(1e-4)),
    "soft parameter sharing lambda=0.01 K=2, different init": trained(2, held(0.01)),
    "soft parameter sharing lambda=0.01 K=2, same init": trained(2, fromOne(held(0.01))),
    "soft parameter sharing lambda=1.0 K=2, different init": trained(2, held(1)),
    // 0.003 on average, as the members' recorded accuracies have it: a cycle falls from twice that to 0.
    "snapshot ensemble M=4 (cyclic lr 3e-3)": trained(
      4,
      (models, data, o) => snapshot(models, data, { ...o, learningRate: 0.006, progress: false }),
      { ...small, noise: WEAK },
    ),
  },
};

function trained(count: number, train: Train, shape = small): Method {
  return overDraws((p, data, level) =>
    withNetworks(p, Array<Shape>(count).fill(shape), (models) =>
      train(models, data, { ...training(level), seed: p.seed }, p),
    ),
  );
}

/** The mean over three draws of a tenth, as one draw alone moves a row by two points. */
function overDraws(once: (p: Problem, data: Dataset, level: string) => Promise<number>): Method {
  return async (p, { level }) => {
    const draws = level === "1.0" ? [0] : [0, 1, 2];
    const right: number[] = [];
    for (const draw of draws) {
      const data = part(p, Number(level), draw);
      right.push(await once(p, data, level));
      data.dispose();
    }
    return spreadOf(right).mean;
  };
}

/** All networks begin with the weights of the first. */
function fromOne(train: Train): Train {
  return (models, data, o, p) => {
    const [first, ...others] = models.map(({ net }) => trainableWeights(net));
    others.forEach((weights) => weights.forEach((weight, i) => weight.assign(first[i])));
    return train(models, data, o, p);
  };
}

async function taught(students: Model[], data: Dataset, o: Options, p: Problem): Promise<void> {
  const teacher = network(p, 100 * p.seed + 50, { widths: [256, 128] });
  await alone([teacher], data, o, p);
  await distill(teacher, students[0], data, { ...o, augment });
  teacher.dispose();
}

/** Only the last of the generations answers. */
async function lastOf(p: Problem, data: Dataset, level: string): Promise<number> {
  const before = [0, 1, 2].map((k) => network(p, 100 * p.seed + 60 + k, small));
  const right = await withNetworks(p, [small], ([last]) =>
    bornAgain([...before, last], data, { ...training(level), augment, seed: p.seed }),
  );
  before.forEach((each) => each.dispose());
  return right;
}

/**
 * This share of the training rows with their true labels, drawn whatever their class: drawn class by class, PyTorch's
 * distilled network has 85 % with a tenth, recorded were 77.
 */
function part(p: Problem, share: number, draw: number): Dataset {
  const all = labelled(p, p.truth);
  const order = shuffled(p.truth.keys(), seeded(10 * p.seed + draw));
  const some = all.rows(order.slice(0, Math.floor(share * order.length)));
  all.dispose();
  return some;
}
