// Federated multi-task learning: methods, clients, the server, splits.
export { alone } from "./alone";
export { fedAvg } from "./fedAvg";
export { fedProx } from "./fedProx";
export { fedPer } from "./fedPer";
export { fedRep } from "./fedRep";
export { ditto } from "./ditto";
export { pFedMe, type PFedMeOptions } from "./pFedMe";
export { mocha, type MochaOptions } from "./mocha";
export { localClients, type LocalClients, type LocalClientsOptions } from "./clients";
export { federated } from "./federated";
export type { FederatedOptions } from "./federatedOptions";
export type { FederatedHistory, FederatedRun } from "./federatedRun";
export { clientScores, type ClientScores } from "./scores";
export { answer, remote, type Answer, type Client, type Message } from "./messages";
export type { Bench, ClientHalf, Method, Received, ServerHalf } from "./method";
export { body, everything, type Packed, type Part } from "./weights";
export { epsilon, type Privacy } from "./privacy";
export { byGroup, dirichlet, shards } from "./skew";
