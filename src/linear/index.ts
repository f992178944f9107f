// Linear models of several tasks, after MALSAR: one convex problem each.
export { lasso } from "./lasso";
export { jointFeatures } from "./jointFeatures";
export { traceNorm } from "./traceNorm";
export { dirty } from "./dirty";
export { robust } from "./robust";
export { graphRegularised, type GraphOptions } from "./graph";
export { clustered, type Clustered, type ClusteredOptions } from "./clustered";
export { leastSquares, logLoss, type LinearLoss } from "./losses";
export { predictLinear } from "./predictLinear";
export type { LinearData, LinearExamples } from "./examples";
export type { Linear, LinearOptions } from "./fitLinear";
