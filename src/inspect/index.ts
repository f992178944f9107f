// Looking inside: conflict, relatedness, grouping, transfer, representations, saliency, experts.
export { conflict, type Conflict } from "./conflict";
export { watched, type EpochConflict, type Watched } from "./watched";
export type { DrawOptions } from "./drawn";
export { gradientAffinity } from "./gradientAffinity";
export { lookaheadAffinity, type LookaheadOptions } from "./lookaheadAffinity";
export { groupTasks, type Group, type Grouping, type GroupingOptions } from "./grouping";
export { transfer, type Transfer } from "./transfer";
export { features, layersOf } from "./features";
export { probe, type ProbeOptions } from "./probe";
export { cka, similarity, type CkaOptions, type Similarity } from "./cka";
export { saliency, type SaliencyOptions } from "./saliency";
export { expertUse, type ExpertUse } from "./expertUse";
