// A federated method is what a client does with weights it receives, and what the server does with what comes back.
import type { Model } from "../../models/model";
import type { Part, Values } from "./weights";

/** A way to learn from many clients whose data stay where they are. */
export interface Method {
  readonly name: string;
  /** The weights that travel; all others stay with their client. */
  readonly travels: Part;
  /** A client's half; whatever state it keeps begins here. */
  client(bench: Bench): ClientHalf;
  /** The server's half. Default: w <- w + sum_k (n_k / N) (w_k - w), the mean over clients, weighted by rows. */
  server?(start: Values, clients: number): ServerHalf;
}

/** What a client was sent. */
export interface Received {
  readonly weights: Values;
  readonly strength?: number;
}

export interface ClientHalf {
  /** Trains, and leaves in the model what is to be sent; the mean loss of the last pass. */
  train(received: Received): Promise<number>;
  /** Leaves in the model what this client would use. */
  personal(received: Received): void | Promise<void>;
}

/** A server that treats every client in its own way. */
export interface ServerHalf {
  /** What client k is sent next. */
  send(k: number): Received;
  /** updates[k]: w_k less what client k was sent; undefined where it did not take part. */
  take(updates: readonly (Values | undefined)[]): void;
  /** relations[i][j] between clients, where the method learns them. */
  relations?(): number[][];
}

/** Where a client trains. */
export interface Bench {
  readonly model: Model;
  /** The row numbers of the batches of a pass, in a new order every time. */
  batches(): Int32Array[];
  /** The weights that travel. */
  readonly travels: ReturnType<Part>;
  /** Passes over its data that are asked of the client. */
  readonly epochs: number;
  /**
   * Gradient descent on the client's rows, w <- w - rate * (grad L + strength * (w - toward)), where only weights that
   * travel are pulled. Default: all weights, all rows, `epochs` passes, no pull. The mean loss of the last pass.
   */
  learn(o?: {
    only?: ReturnType<Part>;
    rows?: Int32Array;
    epochs?: number;
    toward?: Values;
    strength?: number;
  }): Promise<number>;
}
