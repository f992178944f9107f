// The networks of a co-training run, made and asked: K networks, their shared features, one head on top.
import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../data/dataset";
import { find } from "../data/named";
import type { Rng } from "../data/random";
import { expected } from "../errors";
import type { Block } from "../models/model";
import { ranges } from "../training/predict";
import { forward, network, sharedHead, type Networks } from "./networkStep";
import { sharedFeatures, type SharedWeights, type Sharing } from "./sharing";

/** One of the networks that teach each other. */
export interface NetworkOptions {
  /** The input it reads, or several, concatenated. */
  view: string | readonly string[];
  /** From inputs to features; all networks' features must have the same width. */
  encoder: Block[];
  /** Rows of its own data, of which it learns the given labels. Default: all rows. */
  rows?: readonly number[];
  /** Default "network 1" and so on. */
  name?: string;
}

/** Networks, what they share, and what they say. */
export interface Parts extends Networks {
  readonly sharing: SharedWeights;
  answers(data: Dataset): Answers;
  dispose(): void;
}

/** Probabilities of each network and of the shared head, and the weights of the networks' features, for every row. */
export interface Answers {
  /** [network][row][class] */
  readonly networks: number[][][];
  /** [row][class] */
  readonly shared: number[][];
  /** [row][network] */
  readonly weights: number[][];
}

/** Rows that are asked at once. */
const BATCH = 512;

/** Makes the networks for the inputs of `data`. RangeError for features of different widths. */
export function partsOf(
  networks: readonly NetworkOptions[],
  data: Dataset,
  classes: number,
  sharing: Sharing,
  rng: Rng,
): Parts {
  const nets = networks.map(({ view, encoder }) => {
    const shapes = viewsOf(view).map((name) => {
      return [name, find(data.inputs, name, "input").shape.slice(1)] as const;
    });
    return network({ inputs: Object.fromEntries(shapes), encoder, classes, rng });
  });
  const widths = nets.map((net) => net.outputs[0].shape[1]!);
  const [width] = widths;
  let shared: SharedWeights;
  try {
    checkWidths(widths);
    shared = sharing.start(nets.length, width);
  } catch (error) {
    nets.forEach((net) => net.dispose());
    throw error;
  }
  const head = sharedHead(width, classes, rng);
  const ask = (asked: Dataset, from: number, count: number) =>
    tf.tidy(() => {
      const outputs = nets.map((net, k) => {
        const inputs = viewsOf(networks[k].view).map((name) =>
          find(asked.inputs, name, "input").slice(from, count),
        );
        return forward(net, inputs, { training: false });
      });
      const features = outputs.map(([h]) => h);
      const w = shared.weights(features);
      const z = head.apply(sharedFeatures(features, w)) as tf.Tensor2D;
      return {
        networks: outputs.map(([, scores]) => tf.softmax(scores).arraySync()),
        shared: tf.softmax(z).arraySync(),
        weights: tf.broadcastTo(w, [count, nets.length]).arraySync() as number[][],
      };
    });
  return {
    nets,
    width,
    head,
    sharing: shared,
    answers(asked) {
      const parts = ranges(asked.size, BATCH).map(([from, count]) => ask(asked, from, count));
      return {
        networks: nets.map((_, k) => parts.flatMap((part) => part.networks[k])),
        shared: parts.flatMap((part) => part.shared),
        weights: parts.flatMap((part) => part.weights),
      };
    },
    dispose() {
      [...nets, head].forEach((net) => net.dispose());
      shared.dispose();
    },
  };
}

/** Names of the inputs that a network reads. */
export function viewsOf(view: string | readonly string[]): readonly string[] {
  return typeof view === "string" ? [view] : view;
}

function checkWidths(widths: readonly number[]): void {
  if (widths.every((width) => width === widths[0])) return;
  throw expected(
    "features of the same width from every network, as they are added",
    widths.join(" and "),
    "End every encoder with the same layer, dense(32) say.",
  );
}
