// The rows of one update on a stream: labelled ones, fresh or remembered, and unlabelled ones with passed labels.
import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../../data/dataset";
import { find } from "../../data/named";
import type { PassedLabel } from "../confidence";
import { labelsOf } from "../labels";
import { viewsOf, type NetworkOptions } from "../networkParts";
import type { StepRows } from "../networkStep";

/**
 * What a step of networks reads: `known` are labelled rows, `asked` unlabelled ones with their passed labels. Inside
 * tf.tidy.
 */
export function streamRows(
  networks: readonly NetworkOptions[],
  known: Dataset,
  asked: Dataset,
  passed: readonly PassedLabel[],
  { target, classes, counts }: { target: string; classes: number; counts: number },
): StepRows {
  const labels = labelsOf(known, target, classes);
  return {
    inputs: networks.map(({ view }) =>
      viewsOf(view).map((name) =>
        tf.concat([known, asked].map((part) => find(part.inputs, name, "input"))),
      ),
    ),
    labels: tf.tensor2d(
      labels.map((label) => Array.from({ length: classes }, (_, c) => Number(c === label))),
    ),
    own: tf.ones([known.size, networks.length]),
    passed: tf.tensor2d(passed.map(({ label }) => label)),
    counts: tf.tensor1d(passed.map(({ weight }) => counts * weight)),
  };
}
