// The public names, in reading order. The engine comes first: importing it chooses what computes.
export { engine, ready, type Engine } from "./engine";
export * as tf from "@tensorflow/tfjs";
export {
  compose,
  isBijective,
  isInjective,
  isSurjective,
  preimages,
  type Mapping,
} from "./mapping";
export { seeded, shuffled, normal, type Rng } from "./data/random";
export type { Metric, Task, Tasks, TaskSpec } from "./tasks/task";
export type { Block, Model, ModelOptions, Pull } from "./models/model";
export type { Rule, StepInfo, Weighting } from "./weighting/weighting";
export type { History, Scores } from "./training/history";
