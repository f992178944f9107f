// What comes of a federated run, as plain data.
import type { Packed } from "./weights";

/** The story of a federated run as plain data; arrays hold one entry per round. */
export interface FederatedHistory {
  readonly method: string;
  readonly clients: string[];
  /** Training rows of each client. */
  readonly rows: number[];
  /** loss[round][client]: mean training loss; null where the client did not take part or does not say. */
  readonly loss: (number | null)[][];
  /** Clients (by number) that were asked but failed. */
  readonly dropped: number[][];
  /** Bytes of all messages, as JSON: to clients, and from them. */
  readonly bytes: { readonly sent: number; readonly received: number }[];
  /** Mean cosine between two clients' updates, low where their data pull apart; null if the server cannot see. */
  readonly agreement: (number | null)[];
  /** Epsilon spent so far; empty without privacy. */
  readonly epsilon: number[];
  readonly stopped: "rounds" | "interrupted";
}

/** What came of a federated run, as plain data. */
export interface FederatedRun {
  readonly history: FederatedHistory;
  /** For each client the weights that the server would send it next: the same for all, unless the method relates them. */
  readonly weights: readonly Packed[];
  /** relations[i][j] between clients from -1 to 1, where the method learns them. */
  readonly relations?: number[][];
}
