// Learning on streams: detectors of drift, a memory, tasks that come and go, networks that co-train.
export { adwin, type AdwinOptions, type DriftDetector } from "./adwin";
export { ddm } from "./ddm";
export { fading, type Fading } from "./fading";
export { reservoir, type Reservoir } from "./reservoir";
export { online, type Online } from "./online";
export type { OnlineOptions } from "./onlineOptions";
export type { StreamEvent, StreamRecord } from "./records";
export { coTrainStream, type CoTrainStream } from "./coTrainStream";
export type { CoTrainStreamOptions, CoTrainStreamRecord } from "./coTrainStreamOptions";
