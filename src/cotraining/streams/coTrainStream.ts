// Article A002's flow on a stream: networks train, pass labels on and share features, batch by batch.
import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../../data/dataset";
import { seeded } from "../../data/random";
import { ready } from "../../engine";
import { expected } from "../../errors";
import { turns } from "../../training/turns";
import { passedLabel } from "../confidence";
import { argMax, labelsOf, parted } from "../labels";
import type { Classifier } from "../learner";
import { agreement, share } from "../measures";
import { partsOf, viewsOf, type NetworkOptions, type Parts } from "../networkParts";
import { networkStep } from "../networkStep";
import { learnedWeights } from "../sharing";
import { meanOf, together } from "../watch";
import { adwin } from "./adwin";
import {
  checkStream,
  type CoTrainStreamOptions,
  type CoTrainStreamRecord,
} from "./coTrainStreamOptions";
import { fading } from "./fading";
import { reservoir } from "./reservoir";
import { streamRows } from "./streamBatch";

/** Networks on a stream. */
export interface CoTrainStream {
  learn(stream: AsyncIterable<Dataset> | Iterable<Dataset>): AsyncGenerator<CoTrainStreamRecord>;
  /** The mean of the networks' probabilities; there is none before the first batch. */
  readonly together: Classifier;
  dispose(): void;
}

/**
 * Co-training of networks on a stream (A002): each batch is tested first; then its unlabelled rows get the labels that the
 * networks pass on (F5), and all networks are updated (F7) on these and on labelled rows from a reservoir, with shared
 * features (F6). A rise of disagreement, which no label is needed to see, is taken for drift: the memory is emptied but for
 * this batch, and passed labels start to count anew. Batches are disposed when they are done.
 *
 * @example
 * const run = coTrainStream(networks, { target: "digit", classes: 10 });
 * for await (const { batch, fading, drift } of run.learn(stream)) console.log(batch, fading, drift);
 */
export function coTrainStream(
  networks: readonly NetworkOptions[],
  o: CoTrainStreamOptions,
): CoTrainStream {
  const { target, classes, steps = 2, labelledBatchSize = 32, rampBatches = 20 } = o;
  const { passedWeight = 1, horizon = 500, detector = () => adwin({ rises: true }) } = o;
  checkStream(networks, o);
  const rng = seeded(o.seed ?? 0);
  const memory = reservoir({ size: o.memory ?? 500, rng });
  const score = fading(1 - 1 / horizon);
  const turn = turns(o.now ?? (() => performance.now()), () => {});
  const optimizer = tf.train.adam(o.learningRate ?? 0.005);
  let watch = detector();
  let made: { parts: Parts; step: ReturnType<typeof networkStep> } | undefined;
  let [count, since] = [0, 0];

  const begin = (batch: Dataset) => {
    const parts = partsOf(networks, batch, classes, o.sharing ?? learnedWeights(), rng);
    const how = { detached: false, shared: 1, compile: o.compile ?? true };
    return { parts, step: networkStep(parts, parts.sharing, optimizer, how) };
  };

  /** What the networks say of a batch, and whether they have begun to disagree. */
  const test = (batch: Dataset, given: readonly number[]) => {
    const answers = made!.parts.answers(batch).networks;
    const said = answers.map((rows) => rows.map(argMax));
    const differ = given.map((_, row) => (said.some((own) => own[row] !== said[0][row]) ? 1 : 0));
    const drift = differ.map((value) => watch.see(value)).includes("drift");
    const { labelled } = parted(given);
    const joint = together(answers, meanOf).map(argMax);
    const isWrong = (row: number) => joint[row] !== given[row];
    labelled.forEach((row) => score.see(isWrong(row) ? 1 : 0));
    const agree = answers.length > 1 ? agreement(said) : 1;
    return {
      drift,
      agree,
      error: labelled.length > 0 ? share(labelled, isWrong) : null,
    };
  };

  /** Updates on these unlabelled rows (or, if there are none, on the memory alone). */
  const update = async (unlabelled: Dataset | undefined, ramp: number) => {
    let [loss, passed] = [[] as number[], 0];
    for (let at = 0; at < steps; at++) {
      const known = memory.draw(labelledBatchSize);
      if (!known) break;
      const asked = unlabelled ?? known;
      const answers = made!.parts.answers(asked).networks;
      const labels = Array.from({ length: asked.size }, (_, row) =>
        passedLabel(
          answers.map((rows) => rows[row]),
          o,
        ),
      );
      passed = unlabelled ? labels.filter(({ weight }) => weight > 0).length : 0;
      const counts = unlabelled ? passedWeight * ramp : 0;
      loss = tf.tidy(() => {
        const rows = streamRows(networks, known, asked, labels, { target, classes, counts });
        return [...made!.step(rows).dataSync()];
      });
      known.dispose();
      checkLoss(loss, count);
      await turn();
    }
    return { loss, passed };
  };

  const take = async (batch: Dataset): Promise<CoTrainStreamRecord> => {
    made ??= begin(batch);
    const given = labelsOf(batch, target, classes);
    const { drift, agree, error } = test(batch, given);
    if (drift) {
      memory.forget(target);
      watch = detector();
      since = count;
    }
    memory.add(batch);
    const { labelled, unlabelled } = parted(given);
    const ramp = Math.min(1, (count - since) / rampBatches);
    const asked = unlabelled.length > 0 ? batch.rows(unlabelled) : undefined;
    const { loss, passed } = await update(asked, ramp);
    asked?.dispose();
    return {
      batch: count++,
      rows: batch.size,
      labelled: labelled.length,
      passed,
      agreement: agree,
      error,
      fading: score.value,
      loss,
      ramp,
      drift,
    };
  };

  return {
    async *learn(stream) {
      await ready();
      const views = [...new Set(networks.flatMap(({ view }) => viewsOf(view)))];
      for await (const given of stream) {
        let batch: Dataset | undefined;
        let record: CoTrainStreamRecord;
        try {
          if (o.signal?.aborted) return;
          batch = given.select(views, [target]);
          record = await take(batch);
        } finally {
          [batch, given].forEach((each) => each?.dispose());
        }
        yield record;
      }
    },
    together: {
      target,
      classes,
      probabilities(asked) {
        if (made) return together(made.parts.answers(asked).networks, meanOf);
        throw expected(
          "a stream that was learned from",
          "no batch yet",
          "Use learn(stream) first.",
        );
      },
    },
    dispose() {
      made?.step.dispose();
      made?.parts.dispose();
      optimizer.dispose();
      memory.dispose();
    },
  };
}

function checkLoss(loss: readonly number[], batch: number): void {
  if (loss.every(Number.isFinite)) return;
  const found = `[${loss.join(", ")}] in batch ${batch}`;
  throw expected("finite losses", found, "Lower learningRate, or scale the inputs.");
}
