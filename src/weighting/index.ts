// The joint losses, in the order of the course: by hand, from losses, from gradients' products, from gradients.

// Weighting by hand and by losses: a rule from plain numbers to one weight per task.
export { equal } from "./equal";
export { fixed } from "./fixed";
export { random } from "./random";
export { uncertainty } from "./uncertainty";
export { uwso } from "./uwso";
export { dwa } from "./dwa";
export { dtp, type DtpOptions } from "./dtp";
export { geometric } from "./geometric";
export { scaleInvariant, type ScaleInvariantOptions } from "./scaleInvariant";
export { imtlL } from "./imtlL";
export { cov } from "./cov";
export { slaw } from "./slaw";
export { stch, type StchOptions } from "./stch";
export { stchLog, type StchLogOptions } from "./stchLog";
export { pbi, type PbiOptions } from "./pbi";
export { cosmos } from "./cosmos";
export { famo, type FamoOptions } from "./famo";
export { ldcMtl, type LdcMtlOptions } from "./ldcMtl";
export { gradNorm, type GradNormOptions } from "./gradNorm";

// Weighting by gradients: a rule that sees how the tasks' gradients lie to each other.
export { mgda, type MgdaOptions } from "./mgda";
export { pcgrad, type PcgradOptions } from "./pcgrad";
export { gradVac, type GradVacOptions } from "./gradVac";
export { imtlG } from "./imtlG";
export { imtl } from "./imtl";
export { cagrad } from "./cagrad";
export { conicGrad } from "./conicGrad";
export { nash } from "./nash";
export { fairGrad, type FairGradOptions } from "./fairGrad";
export { alignedMtl, type AlignedMtlOptions } from "./alignedMtl";
export { upgrad, type DualConeOptions } from "./upgrad";
export { dualProj } from "./dualProj";
export { conFig, type ConFigOptions } from "./conFig";
export { pcd, type PcdOptions } from "./pcd";
export { krum } from "./krum";
export { crMogm } from "./crMogm";

// Weightings of weightings: less often, for each weight by itself, with loud tasks made quiet.
export { every } from "./every";
export { perWeight } from "./perWeight";
export { scaled } from "./scaled";

// Aggregations: a rule that makes one gradient of the tasks' gradients themselves, or tries a step first.
export {
  aggregationOf,
  type Aggregation,
  type Ahead,
  type Combined,
  type Combiner,
  type Rows,
  type RowsInfo,
} from "./aggregation";
export { gradDrop, dropRepresentation, type GradDropOptions } from "./gradDrop";
export { trimmedMean } from "./trimmedMean";
export { excessMtl, type ExcessMtlOptions } from "./excessMtl";
export { adaTask, type AdaTaskOptions } from "./adaTask";
export { moco, type MocoOptions } from "./moco";
export { dbMtl, type DbMtlOptions } from "./dbMtl";
export { modo } from "./modo";
export { sdmGrad, type SdmGradOptions } from "./sdmGrad";
export { moml } from "./moml";
export { autoLambda, type AutoLambdaOptions } from "./autoLambda";
export { forum, type ForumOptions } from "./forum";
