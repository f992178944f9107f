// Co-training, in the order of the course: learners, who teaches whom, networks, ensembles, honest comparisons.

// Learners: classifiers that learn from hard or soft labels, to be used together.
export type { Classifier, Learner, LearnerOptions } from "./learner";
export { naiveBayes } from "./learners/naiveBayes";
export { multinomialBayes } from "./learners/multinomialBayes";
export { logistic } from "./learners/logistic";
export { nearest } from "./learners/nearest";
export { tree, type TreeOptions } from "./learners/tree";
export { net, type NetOptions } from "./learners/net";

// Co-training: learners that give each other labels, round by round, vote, or pass labels along a graph.
export { estimatePrior, quotas } from "./quotas";
export type { Diagnostics, Rounds } from "./rounds";
export type { RoundOptions } from "./roundOptions";
export { selfTrain } from "./selfTrain";
export { coTrain, type CoTrainOptions } from "./coTrain";
export { average, vote, weightsOfErrors } from "./ensembles";
export { triTrain, type TriTrainOptions } from "./triTrain";
export { democratic, type DemocraticOptions } from "./democratic";
export { democracy } from "./ballots";
export { coEM, type CoEMOptions } from "./coEM";
export { gaussian, nearestRows, type Graph, type Neighbourhood } from "./graph";
export { propagate, spread, type PropagateOptions } from "./propagate";
export { coRegress, type CoRegressOptions, type RegressionRounds } from "./coRegress";
export { coRegularised, type CoRegularised, type CoRegularisedOptions } from "./coRegularised";

// Networks that co-train: the articles' method, with what they pass on and what they share.
export { confidence, consensus, lastLabel, others, passedLabel } from "./confidence";
export type { LabelOptions, PassedLabel, Reference } from "./confidence";
export { fixedWeights, gatedWeights, learnedWeights, sharedFeatures } from "./sharing";
export type { SharedWeights, Sharing } from "./sharing";
export { divergenceSettled, labelsSettled, type Criterion } from "./criteria";
export { byDiversity, type Say, type Voices } from "./say";
export type { Correction, CorrectionOptions } from "./correction";
export { coTrainNetworks } from "./coTrainNetworks";
export type { CoTrained, CoTrainNetworksOptions } from "./networkOptions";
export type { NetworkOptions } from "./networkParts";
export type { NetworkRounds } from "./networkRounds";
export { flow } from "./flow";

// Honest comparison: what is left when the exchange is taken away, over seeds.
export { controls, type Control, type ControlOptions, type Controls, type Trial } from "./controls";
export { paired, type Paired } from "./paired";
export { diagnose, type Finding } from "./diagnose";
export { diversity, type Diversity } from "./diversity";

// Networks as teachers: consistency, mutual learning, noisy labels, distillation, ensembles.
export { meanTeacher, type MeanTeacherOptions } from "./meanTeacher";
export { mutual, type MutualOptions } from "./mutual";
export { distill, type DistillOptions } from "./distill";
export { coTeach } from "./coTeach";
export type { SmallLossOptions } from "./smallLoss";
export { coTeachPlus, type CoTeachPlusOptions } from "./coTeachPlus";
export { joCoR, type JoCoROptions } from "./joCoR";
export { fixMatch, type FixMatchOptions } from "./fixMatch";
export { piModel, type PiModelOptions } from "./piModel";
export { noisyStudent, type NoisyStudentOptions } from "./noisyStudent";
export { deepCoTraining, type DeepCoTrainingOptions } from "./deepCoTraining";
export { hints, type HintOptions } from "./hints";
export { branched, one, type Branched, type OneOptions } from "./one";
export { bornAgain, type BornAgainOptions } from "./bornAgain";
export { snapshot } from "./snapshot";
export { stacking, type StackingOptions } from "./stacking";
export { footprint, type Footprint } from "./footprint";
export { softPeers, type SoftPeersOptions } from "./softPeers";
export { apart, type Apart } from "./apart";
export { jitter, type Draw, type Perturbation } from "./perturb";
export { classifierOf, ensemble } from "./classifierOf";
export type { PeerOptions } from "./peerOptions";
export type { PeerHistory } from "./peerHistory";

// Federated learning: methods in two halves, clients, the server, privacy, uneven splits.
export * from "./federated";

// Streams: drift, a memory, tasks that come and go, networks that co-train on what arrives.
export * from "./streams";
