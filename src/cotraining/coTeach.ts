// Co-teaching: two networks pick, for each other, the examples whose labels they believe.
import { expected } from "../errors";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import type { Examples } from "../training/check";
import type { PeerHistory } from "./peerHistory";
import { trainPeers, type Lesson } from "./peers";
import {
  checkNoisy,
  keptShare,
  labelsOf,
  rowLosses,
  smallest,
  type SmallLossOptions,
} from "./smallLoss";

/**
 * Co-teaching for wrong labels (Han et al. 2018): in a batch of B rows each network names the R(t) B rows of its smallest
 * loss, and its peer learns from these, R(t) = 1 - forget * min(t / forgetEpochs, 1). The second network sees the first
 * after its update. Most of the gain comes from small losses, not from the peer: give a single network, which then picks
 * for itself, as the control. For models of one task with a label in every row.
 *
 * @example
 * await coTeach([a, b], noisy, { forget: 0.45, epochs: 60 });
 */
export async function coTeach<T extends Tasks>(
  models: readonly Model<T>[],
  data: Examples,
  o: SmallLossOptions,
): Promise<PeerHistory> {
  checkNoisy(models, data, o);
  if (models.length > 2) {
    throw expected("two networks, or one as its own control", `${models.length}`, "Give two.");
  }
  const levels = (epoch: number) => [keptShare(epoch, o.forget, o.forgetEpochs)];
  return trainPeers(models, data, { ...o, levels }, coTeachLesson(models));
}

/** What network k learns: the rows that its peer, or itself if it is alone, finds easiest; level 0 is the share kept. */
export function coTeachLesson(models: readonly Model[]): Lesson {
  return (k, batch) => {
    const peer = models[models.length - 1 - k];
    const chosen = smallest(rowLosses(peer, batch), batch.levels[0]);
    return labelsOf(models[k], batch, chosen);
  };
}
