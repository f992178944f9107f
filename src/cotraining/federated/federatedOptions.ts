// What the server of a federated run may be told, and what is refused.
import { expected, list } from "../../errors";
import type { Model } from "../../models/model";
import type { FederatedHistory } from "./federatedRun";
import type { Client, Greeting } from "./messages";
import type { Method } from "./method";
import { checkPrivacy, type Privacy } from "./privacy";

/** How the server works. */
export interface FederatedOptions {
  /** The method; clients must have the same. */
  method: Method;
  /** The model whose weights all begin with; one of the clients' will do. */
  start: Model;
  /** Default 30. */
  rounds?: number;
  /** Each client takes part in a round by this chance. Default 1. */
  fraction?: number;
  /** See only sums of updates, nobody's own. Default false. */
  secure?: boolean;
  /** Cut updates and add noise. Default: neither. */
  privacy?: Privacy;
  /** Go on without clients that fail. Default false: the first failure ends the run. */
  dropouts?: boolean;
  /** Of who takes part, and of the noise. Default 0. */
  seed?: number;
  /** Called after each round with the story so far. */
  onRound?(history: FederatedHistory): void;
  /** Stops after the round when aborted. */
  signal?: AbortSignal;
}

/** Throws for options that do not fit. */
export function checkOptions(clients: readonly Client[], o: FederatedOptions): void {
  const { rounds = 30, fraction = 1, method, secure, privacy } = o;
  if (clients.length === 0) throw expected("a client or more", "none", "Make localClients().");
  if (!(Number.isInteger(rounds) && rounds >= 1)) {
    throw expected("rounds to be a whole number from 1 up", String(rounds), "Try 30.");
  }
  if (!(fraction > 0 && fraction <= 1)) {
    throw expected("fraction above 0 and at most 1", String(fraction), "Try 0.5.");
  }
  if (privacy) checkPrivacy(privacy);
  if (!method.server || !(secure || privacy)) return;
  throw expected(
    "a method that averages, where sums are secure or private",
    `${method.name}, whose server looks at every client`,
    "Take fedAvg(), fedPer() or ditto().",
  );
}

/** Throws for clients that cannot be told apart. */
export function checkNames(known: readonly Greeting[]): void {
  const names = known.map(({ name }) => name);
  const twice = names.filter((name, k) => names.indexOf(name) !== k);
  if (twice.length === 0) return;
  throw expected("clients of different names", `${list(twice)} twice`, "Give localClients names.");
}
