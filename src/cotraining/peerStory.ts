// The story of networks that train together, epoch by epoch, as plain numbers; nothing here trains.
import { Dataset } from "../data/dataset";
import { seeded, shuffled } from "../data/random";
import { expected } from "../errors";
import type { Model } from "../models/model";
import type { Examples } from "../training/check";
import { classifierOf } from "./classifierOf";
import { argMax, labelsOf } from "./labels";
import { agreement, calibrationError, same } from "./measures";
import type { PeerHistory } from "./peerHistory";
import type { Diagnostics } from "./rounds";
import { checkDiagnostics, meanOf, together } from "./watch";

/** What a step leaves behind for network k: its terms, and the label it was taught for each row. */
export interface Told {
  k: number;
  rows: Int32Array;
  terms: ArrayLike<number>;
  /** Per row: a class, -1 for a row left out, NaN for a row that was not up for choice; none if the method never chooses. */
  taught?: ArrayLike<number>;
}

/** At most so many rows are asked for agreement. */
const SEEN = 500;

/** Keeps the story of these networks; `judged` are those whose answers count, if not the ones that learn. */
export function peerStory(
  learning: number,
  judged: readonly Model[],
  data: Examples,
  rows: { others: readonly number[]; size: number },
  diagnostics: Diagnostics | undefined,
) {
  if (diagnostics) {
    checkOneTask(judged);
    checkDiagnostics(diagnostics, rows.size);
  }
  const { test, truth } = diagnostics ?? {};
  const classifiers = diagnostics ? judged.map(classifierOf) : [];
  const wanted = test && labelsOf(test, classifiers[0].target, classifiers[0].classes);
  const seen = diagnostics && someRows(data, rows);
  const story = {
    labels: [] as number[][],
    imitation: [] as number[][],
    difference: [] as number[][],
    coverage: [] as number[][],
    precision: [] as (number | null)[][],
    agreement: [] as number[],
    accuracy: [] as number[][],
    together: [] as number[],
    calibration: [] as number[],
  };
  const fresh = () =>
    Array.from({ length: learning }, () => ({
      terms: [0, 0, 0],
      rows: 0,
      up: 0,
      taken: 0,
      right: 0,
    }));
  let sums = fresh();
  let [hasThird, chooses] = [false, false];

  return {
    tell({ k, rows, terms, taught }: Told): void {
      const sum = sums[k];
      sum.rows += rows.length;
      for (let i = 0; i < terms.length; i++) sum.terms[i] += terms[i] * rows.length;
      hasThird ||= terms.length > 2;
      chooses ||= taught !== undefined;
      for (let i = 0; taught && i < taught.length; i++) {
        if (Number.isNaN(taught[i])) continue;
        sum.up++;
        if (taught[i] < 0) continue;
        sum.taken++;
        if (truth && truth[rows[i]] === taught[i]) sum.right++;
      }
    },
    /** Ends an epoch; RangeError if a loss is not finite. */
    turn(epoch: number): void {
      const means = sums.map(({ terms, rows }) => terms.map((term) => term / rows));
      checkFinite(means, epoch);
      const [labels, imitation, difference] = [0, 1, 2].map((i) => means.map((m) => m[i]));
      story.labels.push(labels);
      story.imitation.push(imitation);
      if (hasThird) story.difference.push(difference);
      if (chooses) {
        story.coverage.push(sums.map(({ taken, up }) => (up > 0 ? taken / up : 0)));
        if (truth) {
          story.precision.push(sums.map(({ right, taken }) => (taken > 0 ? right / taken : null)));
        }
      }
      if (seen) {
        const said = classifiers.map((each) => each.probabilities(seen).map(argMax));
        story.agreement.push(agreement(said));
      }
      if (test && wanted) {
        const answers = classifiers.map((each) => each.probabilities(test));
        story.accuracy.push(answers.map((p) => same(p.map(argMax), wanted)));
        const joined = together(answers, meanOf);
        story.together.push(same(joined.map(argMax), wanted));
        story.calibration.push(calibrationError(joined, wanted));
      }
      sums = fresh();
    },
    history: (stopped: PeerHistory["stopped"], mode: string): PeerHistory => ({
      given: rows.size - rows.others.length,
      ...story,
      stopped,
      mode,
    }),
    dispose: () => seen?.dispose(),
  };
}

/** Some of the rows without a label, or of all rows; the same ones in every run. */
function someRows(
  data: Examples,
  { others, size }: { others: readonly number[]; size: number },
): Dataset {
  const from = others.length > 0 ? others : Array.from({ length: size }, (_, row) => row);
  return new Dataset(data.inputs, {}).rows(shuffled(from, seeded(0)).slice(0, SEEN));
}

function checkOneTask(models: readonly Model[]): void {
  const counts = models.map(({ tasks }) => Object.keys(tasks).length);
  if (counts.every((count) => count === 1)) return;
  throw expected(
    "models of one task where there are diagnostics",
    `${Math.max(...counts)} tasks`,
    "Leave diagnostics out and call evaluate() afterwards.",
  );
}

function checkFinite(means: readonly number[][], epoch: number): void {
  if (means.flat().every(Number.isFinite)) return;
  const found = means.map((terms) => `[${terms}]`).join(" and ");
  throw expected("finite losses", `${found} in epoch ${epoch + 1}`, "Lower learningRate.");
}
