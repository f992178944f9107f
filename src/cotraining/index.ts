// Co-training, in the order of the course: learners, who teaches whom, networks, ensembles, honest comparisons.
export type { Learner, LearnerOptions } from "./learner";
export { naiveBayes } from "./learners/naiveBayes";
export { multinomialBayes } from "./learners/multinomialBayes";
export { logistic } from "./learners/logistic";
export { nearest } from "./learners/nearest";
export { net, type NetOptions } from "./learners/net";
export { estimatePrior, quotas } from "./quotas";
export type { Diagnostics, Rounds } from "./rounds";
export type { RoundOptions } from "./teach";
export { selfTrain } from "./selfTrain";
export { coTrain, type CoTrainOptions } from "./coTrain";
export { average, vote, weightsOfErrors } from "./ensembles";
