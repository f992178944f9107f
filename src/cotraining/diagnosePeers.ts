// What went wrong where networks trained together, found in their losses and in how far they agree.
import { byChance } from "./chance";
import type { Finding } from "./diagnose";
import type { PeerHistory } from "./peerHistory";

/** As `diagnose`, for the story of `mutual`, `coTeach`, `fixMatch` and the other methods of `PeerHistory`. */
export function diagnosePeers(history: PeerHistory): Finding[] {
  if (history.labels.length === 0) return [];
  return [
    nothingChosen(history),
    identical(history),
    collapsed(history),
    forgotten(history),
    byHeart(history),
  ].filter((finding): finding is Finding => finding !== undefined);
}

/** Pseudo-labels that nobody was sure enough to give. */
function nothingChosen({ coverage }: PeerHistory): Finding | undefined {
  const most = Math.max(...coverage.flat());
  if (coverage.length === 0 || most >= 0.01) return undefined;
  return {
    problem: "nothing learned",
    seen: `In no epoch was more than ${percent(most)} of the rows chosen: this is training on the given labels alone.`,
    todo: "Lower the threshold, train for longer, or give more labels.",
  };
}

/** Equal from the start: equal weights stay equal, or nearly so. Networks that agree because both have learned differ in loss. */
function identical({ labels, imitation, coverage, agreement }: PeerHistory): Finding | undefined {
  if (labels[0].length < 2) return undefined;
  // Methods that choose rows have no imitation, or one that is 0 while nothing is chosen.
  const silent = coverage.length === 0 && imitation.flat().every((term) => Math.abs(term) < 1e-7);
  const twins = labels.every((own) => Math.max(...own) - Math.min(...own) < 1e-3 * mean(own));
  if (!silent && !(twins && agreement.every((share) => share > 0.99))) return undefined;
  return {
    problem: "agreement without change",
    seen: silent
      ? "The networks never differed: their term for each other was 0 in all epochs."
      : "The networks had the same loss in every epoch, to a thousandth: they are one network several times.",
    todo: "They have nothing to teach: give them other initial weights (seed), other views or other shapes.",
  };
}

/** Networks that came together without having learned. */
function collapsed({ labels, imitation, agreement }: PeerHistory): Finding | undefined {
  const [first, last] = [mean(labels[0]), mean(end(labels))];
  if (labels[0].length < 2 || labels.length < 5 || last < 0.9 * first) return undefined;
  const pulled = Math.max(...imitation.map(mean));
  const together = pulled > 0 && mean(end(imitation)) < 0.1 * pulled;
  const agreed = agreement.length > 0 && end(agreement) > agreement[0] + 0.2;
  if (!together && !agreed) return undefined;
  return {
    problem: "collapse",
    seen:
      `The loss with the given labels went from ${round(first)} to ${round(last)} only, while the networks became alike` +
      (agreement.length > 0 ? ` (they agree on ${percent(end(agreement))} of the rows)` : "") +
      ": agreement is not correctness.",
    todo: "Weigh what they owe each other less (lambda, weight), raise it later, or start from equal weights.",
  };
}

/** A loss that rises again. A label contradicted costs about 1, so that of a few labels the chance share must be more. */
function forgotten({ labels, given }: PeerHistory): Finding | undefined {
  const losses = labels.map(mean);
  const least = Math.min(...losses);
  const last = end(losses);
  if (last < 1.3 * least || last < least + Math.max(0.2, byChance(given))) return undefined;
  return {
    problem: "given labels forgotten",
    seen:
      `The loss with the given labels was ${round(least)} in epoch ${losses.indexOf(least) + 1} and is ${round(last)} ` +
      "at the end: networks follow each other, or themselves, away from what is known.",
    todo: "Weigh found labels less, raise the threshold, lower learningRate, or stop earlier.",
  };
}

/** Right labels are learned alike; wrong ones late, and by each network in its own way. Ten epochs or more show it. */
function byHeart({ labels, agreement }: PeerHistory): Finding | undefined {
  if (labels[0].length < 2 || agreement.length < 10) return undefined;
  const most = Math.max(...agreement);
  const peak = agreement.indexOf(most);
  const late = mean(agreement.slice(Math.ceil(0.75 * agreement.length)));
  const [before, last] = [mean(labels[peak]), mean(end(labels))];
  // At a peak in the first epoch little is learned yet, by anyone.
  if (peak === 0 || most < 0.9 || late > most - 0.05) return undefined;
  if (before < 0.3 || last > 0.8 * before) return undefined;
  return {
    problem: "labels learned by heart",
    seen:
      `After epoch ${peak + 1} the loss with the given labels fell from ${round(before)} to ${round(last)}, while the ` +
      `networks agreed on fewer rows: ${percent(most)}, then ${percent(late)}.`,
    todo: "Some labels may be wrong: stop earlier, or forget more of them with coTeach().",
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function end<T>(values: readonly T[]): T {
  return values[values.length - 1];
}

function round(value: number): string {
  return value.toPrecision(2);
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
