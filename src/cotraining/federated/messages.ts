// What server and clients say to each other: plain data, so that any network can carry it.
import type { Scores } from "../../training/history";
import type { Packed } from "./weights";

/** A client as the server sees it: it answers messages, wherever it runs. */
export interface Client {
  hello(): Promise<Greeting>;
  train(request: TrainRequest): Promise<TrainReply>;
  score(request: ScoreRequest): Promise<ScoreReply>;
}

/** Who a client is. */
export interface Greeting {
  readonly name: string;
  /** Examples it trains on. */
  readonly rows: number;
  /** Its public key (X25519, base64), for secure sums. */
  readonly key: string;
}

/** Asks a client to train. */
export interface TrainRequest {
  readonly round: number;
  /** The weights that travel, as the server has them. */
  readonly weights: Packed;
  /** How strongly the client is pulled toward them, where the server decides it (relations between clients). */
  readonly strength?: number;
  /** The norm to which the client's update is cut, for differential privacy. */
  readonly clip?: number;
  /** Hide the update among those of these clients. */
  readonly hide?: Hiding;
}

/** A secure sum that a client takes part in. */
export interface Hiding {
  /** Public keys of all who take part, by name. */
  readonly keys: Readonly<Record<string, string>>;
  /** What the client multiplies its update with before it hides it. */
  readonly share: number;
  /** Counts the sums of a round: masks are used once. */
  readonly attempt: number;
}

/** What a client has learned. */
export interface TrainReply {
  readonly name: string;
  /** Its weights less those it was sent; hidden ones only look like noise. */
  readonly update: Packed | { readonly hidden: string };
  /** Mean training loss; null where the update is private, as the loss would tell of the data. */
  readonly loss: number | null;
}

/** Asks a client how good its model is on its own test data. */
export interface ScoreRequest {
  readonly weights: Packed;
}

export interface ScoreReply {
  readonly name: string;
  /** Test examples. */
  readonly rows: number;
  readonly scores: Scores;
}

/** A message to a client. */
export type Message = { hello: true } | { train: TrainRequest } | { score: ScoreRequest };

/** Its answer, or what went wrong. */
export type Answer = Greeting | TrainReply | ScoreReply | { readonly error: string };

/**
 * A client behind a network: `send` carries a message there and brings the answer back.
 *
 * @example
 * const client = remote(async (message) => {
 *   const reply = await fetch(url, { method: "POST", body: JSON.stringify(message) });
 *   return reply.json();
 * });
 */
export function remote(send: (message: Message) => Promise<Answer>): Client {
  const ask = async <T extends Answer>(message: Message): Promise<T> => {
    const answer = await send(message);
    if ("error" in answer) throw new Error(answer.error);
    return answer as T;
  };
  return {
    hello: () => ask({ hello: true }),
    train: (request) => ask({ train: request }),
    score: (request) => ask({ score: request }),
  };
}

/** The other end of `remote`: the client's answer to a message. Errors become answers. */
export async function answer(client: Client, message: Message): Promise<Answer> {
  try {
    if ("train" in message) return await client.train(message.train);
    if ("score" in message) return await client.score(message.score);
    return await client.hello();
  } catch (error) {
    return { error: (error as Error).message };
  }
}

/** How many bytes a message has as JSON. */
export function bytesOf(message: Message | Answer): number {
  return Buffer.byteLength(JSON.stringify(message));
}
