// What steps are made of: architectures, blocks, weightings, optimisers and losses, by name.
import * as tf from "@tensorflow/tfjs";
import { seeded } from "../../../src/data/random";
import { softClassification } from "../../../src/cotraining/learners/net";
import * as blocks from "../../../src/models/blocks";
import { adapters } from "../../../src/models/adapters";
import { adaTT } from "../../../src/models/adaTT";
import { cgc } from "../../../src/models/cgc";
import { crossStitch } from "../../../src/models/crossStitch";
import { dselectK } from "../../../src/models/dselectK";
import { hardSharing } from "../../../src/models/hardSharing";
import { ltb } from "../../../src/models/ltb";
import { mmoe } from "../../../src/models/mmoe";
import { mtan } from "../../../src/models/mtan";
import { ple } from "../../../src/models/ple";
import { separate } from "../../../src/models/separate";
import { sharedPrivate } from "../../../src/models/sharedPrivate";
import { slicedOutputs } from "../../../src/models/slicedOutputs";
import { sluice } from "../../../src/models/sluice";
import { softSharing } from "../../../src/models/softSharing";
import { binary } from "../../../src/tasks/binary";
import { boxes } from "../../../src/tasks/boxes";
import { classification } from "../../../src/tasks/classification";
import { clustering } from "../../../src/tasks/clustering/clustering";
import { regression } from "../../../src/tasks/regression";
import type { Tasks } from "../../../src/tasks/task";
import { adam } from "../../../src/training/optimizers/adam";
import { adamW } from "../../../src/training/optimizers/adamW";
import { clipped } from "../../../src/training/optimizers/clipped";
import { sgd } from "../../../src/training/optimizers/sgd";
import * as methods from "../../../src/weighting";
import type { Row } from "./equality";

const { dense, dropout, flatten, gaussianNoise, mlp } = blocks;

export const architectures: Record<string, NonNullable<Row["build"]>> = {
  hardSharing,
  softSharing: (o) => softSharing({ ...o, lambda: 0.1 }),
  separate,
  sharedPrivate,
  slicedOutputs,
  crossStitch,
  sluice,
  mmoe: (o) => mmoe({ ...o, experts: 3 }),
  cgc: (o) => cgc({ ...o, shared: 2, own: 1 }),
  ple: (o) => ple({ ...o, shared: 1, own: 1 }),
  adaTT: (o) => adaTT({ ...o, shared: 1, own: 1 }),
  dselectK: (o) => dselectK({ ...o, experts: 4, k: 2 }),
  mtan,
  ltb: (o) => ltb({ ...o, warmup: 20 }),
  adapters: (o) => adapters({ ...o, rank: 2 }),
};

const words = { vocabulary: 12, width: 4 };
const numbers = (...encoder: ReturnType<typeof mlp>) => ({ input: [6], encoder: () => encoder });
const texts = (encoder: ReturnType<typeof mlp>) => ({
  input: [6],
  words: words.vocabulary,
  encoder: () => encoder,
});

export const kinds: Record<string, NonNullable<Row["block"]>> = {
  mlp: numbers(...mlp([6, 4])),
  "l2 terms": numbers(dense(8, { l2: 0.01 })),
  dropout: numbers(dense(8), dropout(0.5), dense(4)),
  gaussianNoise: numbers(gaussianNoise(0.2), dense(8), gaussianNoise(0.1)),
  cnn: { input: [8, 8, 1], encoder: () => [...blocks.cnn([3, 4]), flatten(), dense(4)] },
  lstm: texts(blocks.lstm({ ...words, units: 5 })),
  gru: texts(blocks.gru({ ...words, units: 5 })),
  textCnn: texts(blocks.textCnn({ ...words, filters: 3 })),
  transformer: texts(blocks.transformer({ ...words, hidden: 6 })),
};

const { mgda, uncertainty } = methods;
const plain = [
  ...[
    "equal",
    "random",
    "uncertainty",
    "uwso",
    "dwa",
    "dtp",
    "geometric",
    "scaleInvariant",
    "imtlL",
  ],
  ...["cov", "slaw", "pbi", "cosmos", "stch", "stchLog", "famo", "ldcMtl", "gradNorm", "mgda"],
  ...["pcgrad", "gradVac", "imtlG", "imtl", "cagrad", "conicGrad", "nash", "fairGrad"],
  ...["alignedMtl", "upgrad", "dualProj", "conFig", "pcd"],
  ...["trimmedMean", "excessMtl", "adaTask", "moco", "dbMtl", "modo", "sdmGrad"],
] as const;

export const weightings: Record<string, NonNullable<Row["weighting"]>> = {
  ...Object.fromEntries(plain.map((name) => [name, () => methods[name as "equal"]()])),
  gradDrop: () => methods.gradDrop({ rng: seeded(3) }),
  fixed: () => methods.fixed([0.5, 2, 1, 0.1]),
  pbi: () => methods.pbi({ theta: 0.5 }),
  cosmos: () => methods.cosmos({ lambda: 1 }),
  krum: () => methods.krum({ outliers: 1, selected: 2 }),
  "crMogm of mgda": () => methods.crMogm(mgda()),
  "every 3rd mgda": () => methods.every(3, mgda()),
  "scaled by uncertainty": () => methods.scaled(uncertainty(), methods.pcgrad()),
  "aggregationOf mgda": () => methods.aggregationOf(mgda()),
};

export const optimizers: Record<string, () => tf.Optimizer> = {
  "tf.train.sgd": () => tf.train.sgd(0.05),
  momentum: () => tf.train.momentum(0.01, 0.9),
  nesterov: () => tf.train.momentum(0.01, 0.9, true),
  adagrad: () => tf.train.adagrad(0.05),
  adadelta: () => tf.train.adadelta(0.05),
  rmsprop: () => tf.train.rmsprop(0.003),
  "tf.train.adam": () => tf.train.adam(0.01),
  adam: () => adam(0.01),
  adamax: () => tf.train.adamax(0.01),
  sgd: () => sgd(0.02, { momentum: 0.9 }),
  adamW: () => adamW(0.01),
  clipped: () => clipped(adamW(0.01), 1),
};

/** A task of every kind. */
export const mixed = (): Tasks => ({
  class: classification(3),
  yes: binary(),
  value: regression(),
  box: boxes(),
});

export const losses: Record<string, () => Tasks> = {
  mixed,
  classification: () => ({ a: classification(3), b: classification(5) }),
  binary: () => ({ a: binary(), b: binary() }),
  clustering: () => ({ a: clustering(3), b: binary() }),
  regression: () => ({ a: regression(), b: regression(2) }),
  boxes: () => ({ a: boxes(), b: boxes() }),
  "soft labels": () => ({ a: softClassification(3), b: classification(2) }),
  "one task": () => ({ only: binary() }),
};
