// How far networks believe labels and answers: the confidence F5, averaged over networks.
import type { Dataset } from "../data/dataset";
import { confidence, consensus, type LabelOptions } from "./confidence";
import type { Parts } from "./networkParts";

/** The confidence (F5) of every row: in its given label where there is one, otherwise in the answers. */
export function trustOf(
  parts: Parts,
  data: Dataset,
  given: readonly number[],
  o: LabelOptions,
): number[] {
  const said = parts.answers(data).networks;
  return given.map((label, row) => {
    const answers = said.map((own) => own[row]);
    if (Number.isNaN(label)) return beliefIn(answers, o);
    const truth = answers[0].map((_, c) => (c === label ? 1 : 0));
    return average(answers.map((p) => confidence(p, truth, o.sigma ?? 0.3)));
  });
}

/** The mean confidence of the networks in their answers for a row. */
export function beliefIn(answers: readonly number[][], o: LabelOptions): number {
  const { sigma = 0.3, reference = consensus } = o;
  return average(answers.map((p, k) => confidence(p, reference({ answers, k }), sigma)));
}

/** The mean of some numbers. */
export function average(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
