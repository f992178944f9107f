// The public names, in reading order, by rooms; the site's reference follows them. The engine comes first, because
// importing it chooses what computes.

// Engine: what computes, native TensorFlow, else WASM, else plain JavaScript, chosen at import.
export { engine, ready, type Engine } from "./engine";
export * as tf from "@tensorflow/tfjs";

// Mappings: finite ones, and what is one-to-one; everything later is a mapping too.
export {
  compose,
  isBijective,
  isInjective,
  isSurjective,
  preimages,
  type Mapping,
} from "./mapping";

// Data: one Dataset of named inputs and targets, its makers and readers, and drawing from a seed.
export { seeded, shuffled, normal, type Rng } from "./data/random";
export { Dataset } from "./data/dataset";
export type { Named } from "./data/named";
export { fromArrays, type Flat, type Nested } from "./data/arrays";
export { fromTensors } from "./data/tensors";
export { fromTable, type Table, type TableSpec } from "./data/table";
export { digits } from "./data/digits";
export { mnist } from "./data/mnist";
export { mailingLists, spam, type SpamOptions } from "./data/spam";
export { moons } from "./data/moons";
export { twins, type TwinsOptions } from "./data/twins";

// Tasks: a loss and a metric each, and the scores by which tasks and methods are judged.
export { classification } from "./tasks/classification";
export { clustering } from "./tasks/clustering/clustering";
export { ari, clusterAccuracy, nmi } from "./tasks/clustering/agreement";
export { kMeans, type Groups, type KMeansOptions } from "./tasks/clustering/kMeans";
export { binary } from "./tasks/binary";
export { regression } from "./tasks/regression";
export { boxes } from "./tasks/boxes";
export { taskFrom } from "./tasks/taskFrom";
export { accuracy, auc, f1, iou, mae, mse } from "./tasks/metrics";
export { averageAccuracy, averageF1 } from "./tasks/averages";
export { deltaM, gains } from "./tasks/gain";
export type { Metric, Task, Tasks, TaskSpec } from "./tasks/task";

// Blocks: what networks are made of, from raw inputs to features.
export {
  dense,
  mlp,
  dropout,
  gaussianNoise,
  flatten,
  cnn,
  embedding,
  textCnn,
  lstm,
  gru,
  transformer,
  type TransformerOptions,
  type Words,
} from "./models/blocks";

// Models: the architectures, each of which says what tasks share and what they keep.
export { hardSharing } from "./models/hardSharing";
export { softSharing } from "./models/softSharing";
export { separate } from "./models/separate";
export { sharedPrivate } from "./models/sharedPrivate";
export { slicedOutputs } from "./models/slicedOutputs";
export { crossStitch } from "./models/crossStitch";
export { sluice, type SluiceOptions } from "./models/sluice";
export { mmoe, type MmoeOptions } from "./models/mmoe";
export { cgc, type CgcOptions } from "./models/cgc";
export { ple, type PleOptions } from "./models/ple";
export { adaTT } from "./models/adaTT";
export { dselectK, type DselectKOptions } from "./models/dselectK";
export { mtan } from "./models/mtan";
export { ltb, type LtbOptions } from "./models/ltb";
export { adapters, type AdapterOptions } from "./models/adapters";
export { load, save } from "./models/files";
export { warmStart } from "./models/warmStart";
export type { Block, Model, ModelOptions, Pull } from "./models/model";

// Joint losses: several losses as one, in plain numbers, as the first notebooks write them.
export { meanLoss, pulledLoss, regularisedLoss, sumLoss, weightedLoss } from "./weighting/joint";
export * from "./weighting";
export type { Rule, StepInfo, Weighting } from "./weighting/weighting";

// Training: the steps, their size and their order, then predictions, scores and the story of a run.
export { fit, type FitOptions } from "./training/fit";
export { adam } from "./training/optimizers/adam";
export { adamW } from "./training/optimizers/adamW";
export { clipped } from "./training/optimizers/clipped";
export { sgd } from "./training/optimizers/sgd";
export { annealed, balanced, proportional, tempered, type Sampling } from "./training/sampling";
export { cosine, stairs, warmup, type Schedule } from "./training/schedule";
export { gates, type Gate } from "./training/gates";
export { evaluate } from "./training/evaluate";
export { predict } from "./training/predict";
export { startClusters } from "./training/startClusters";
export { taskLosses } from "./training/losses";
export type { Examples } from "./training/check";
export type { Sources } from "./training/sources";
export type { History, Scores } from "./training/history";

// Linear models: of several tasks at once, after MALSAR, one convex problem each.
export * from "./linear";

// Looking inside: conflict, relatedness and grouping of tasks, transfer, representations, experts.
export * from "./inspect";
export * from "./cotraining";

// Pictures: each a pure function of plain results.
export { Figure, type Layout, type PlotlyJSON, type Trace } from "./plot/figure";
export * as plot from "./plot";
export { toSVG } from "./plot/svg";

// Checks: what a notebook claims, asserted in a cell.
export { attempt, check, type Detail } from "./check";
