// Every layer of this library's own: importing this registers them, so that saved networks can be read.
export { Positions, SelfAttention } from "./attention";
export { Branch } from "./branch";
export { Columns } from "./columns";
export { Mixture } from "./mixture";
export { SharedPart, TaskPart } from "./parts";
export { Selectors } from "./selectors";
export { Stitch } from "./stitch";
export { Subspaces } from "./subspaces";
