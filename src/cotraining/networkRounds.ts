// The story of networks that teach each other, as plain data.
import type { Correction } from "./correction";
import type { Rounds } from "./rounds";

/**
 * Rounds of `coTrainNetworks`: everything `Rounds` tells of the networks, and what only networks have. Labels are those
 * passed on in the end, and may have changed on the way; `arrived` is the round since which a label stands.
 */
export interface NetworkRounds extends Omit<Rounds, "stopped"> {
  /** "rounds", "interrupted", or the name of the criterion that was met. */
  readonly stopped: string;
  /** loss[round][network]: mean over the round's steps; the last column is the shared head's. Zeros in round 0. */
  readonly loss: number[][];
  /** Mean confidence (F5) of the networks on unlabelled rows. */
  readonly confidence: number[];
  /** Mean Jensen-Shannon divergence between the networks on unlabelled rows, in nats. */
  readonly divergence: number[];
  /** Share of unlabelled rows whose most probable label changed in this round; null in round 0. */
  readonly changed: (number | null)[];
  /** Labels taken back or corrected after they had been passed on. */
  readonly corrected: number[];
  /** say[round][network]: how much it had to say in passed labels. */
  readonly say: number[][];
  /** Given labels that were replaced, or taken back, in order; empty unless `correct` was asked for. */
  readonly corrections: Correction[];
  /** sharing[round][network]: the mean weight of its features in the shared ones (F6). */
  readonly sharing: number[][];
  /** How much passed labels counted in the round. */
  readonly ramp: number[];
  /** Confidence of every row at the end: in its given label, or in the answers for it. Low given ones are suspects. */
  readonly trust: number[];
  /** Accuracy of the shared head on the test data; empty without. */
  readonly shared: number[];
  /** How steps ran: "compiled", or "eager: " and why. */
  readonly mode: string;
}
