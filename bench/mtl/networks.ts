// The networks and data of problems (b) and (c), with the initial weights that two languages can make alike.
import * as tf from "@tensorflow/tfjs";
import { digits } from "../../src/data/digits";
import { seeded, shuffled, type Rng } from "../../src/data/random";
import { mlp } from "../../src/models/blocks";
import { cgc } from "../../src/models/cgc";
import { dselectK } from "../../src/models/dselectK";
import { allLayers } from "../../src/models/graph";
import { hardSharing } from "../../src/models/hardSharing";
import { mmoe } from "../../src/models/mmoe";
import type { Model } from "../../src/models/model";
import { classification } from "../../src/tasks/classification";
import { regression } from "../../src/tasks/regression";
import type { Tasks } from "../../src/tasks/task";
import type { Examples } from "../../src/training/check";

export interface Problem {
  tasks: Tasks;
  width: number;
  layers: number[];
  batchSize: number;
  epochs: number;
  train: Examples;
  test: Examples;
}

/** (b): digit, parity and ink of one image. */
export function threeTasks(ink: { mean: number; sd: number }): Problem {
  const { train, test } = halves();
  const examples = (rows: Image[]): Examples => ({
    inputs: { x: tf.tensor2d(rows.map(({ pixels }) => pixels)) },
    targets: {
      digit: tf.tensor1d(rows.map(({ digit }) => digit)),
      parity: tf.tensor1d(rows.map(({ digit }) => digit % 2)),
      ink: tf.tensor1d(
        rows.map(({ pixels }) => (pixels.reduce((a, b) => a + b, 0) - ink.mean) / ink.sd),
      ),
    },
  });
  return {
    tasks: { digit: classification(10), parity: classification(2), ink: regression() },
    width: 64,
    layers: [64, 32],
    batchSize: 64,
    epochs: 20,
    train: examples(train),
    test: examples(test),
  };
}

/** (c): two digits laid over each other, the left one and the right one. */
export function overlaid(): Problem {
  const { train, test } = halves();
  const rng = seeded(777);
  const examples = (pool: Image[], count: number): Examples => {
    const draw = () => pool[Math.floor(rng() * pool.length)];
    const pairs = Array.from({ length: count }, () => [draw(), draw()] as const);
    return {
      inputs: { x: tf.tensor2d(pairs.map(([u, v]) => canvas(u, v))) },
      targets: {
        left: tf.tensor1d(pairs.map(([u]) => u.digit)),
        right: tf.tensor1d(pairs.map(([, v]) => v.digit)),
      },
    };
  };
  return {
    tasks: { left: classification(10), right: classification(10) },
    width: 144,
    layers: [100, 50],
    batchSize: 128,
    epochs: 10,
    train: examples(train, 4096),
    test: examples(test, 1024),
  };
}

/** LibMTL's architectures by its names; each layer uniform within 1/sqrt(inputs), drawn in LibMTL's order. */
export function network(name: string, { tasks, width, layers }: Problem, seed: number): Model {
  const options = { inputs: { x: [width] }, encoder: mlp(layers), tasks };
  const experts = { MMoE: 3, CGC: 2, DSelect_k: 4 }[name];
  const make: Record<string, () => Model> = {
    HPS: () => hardSharing(options),
    MMoE: () => mmoe({ ...options, experts }),
    CGC: () => cgc({ ...options, shared: experts, own: 1 }),
    DSelect_k: () => dselectK({ ...options, experts, k: 2, entropy: 0 }),
  };
  const model = make[name]();
  const rng = seeded(7919 * seed + 17);
  for (const layer of inOrder(name, model, layers.length, experts ?? 1)) fill(layer, rng);
  return model;
}

/** Heads, shared experts, gates, experts of single tasks; the library lays each task's own parts together. */
function inOrder(name: string, { net, tasks }: Model, depth: number, experts: number) {
  const heads = Object.keys(tasks);
  const number = (layer: tf.layers.Layer) => Number(/\d+$/.exec(layer.name)![0]);
  const rest = allLayers(net)
    .filter((layer) => layer.getClassName() === "Dense" && !heads.includes(layer.name))
    .sort((a, b) => number(a) - number(b));
  const shared = rest.splice(0, depth * experts);
  const size = rest.length / heads.length;
  const gates = { CGC: [depth], DSelect_k: [0, 1] }[name] ?? [0];
  const of = (places: number[]) => places.flatMap((p) => heads.map((_, t) => rest[t * size + p]));
  const own = rest.filter((_, i) => !gates.includes(i % size));
  return [
    ...heads.map((head) => net.getLayer(head)),
    ...shared,
    ...(size > 0 ? of(gates) : []),
    ...own,
  ];
}

function fill(layer: tf.layers.Layer, rng: Rng): void {
  const [inputs, outputs] = layer.weights[0].shape as [number, number];
  const draws = (count: number) =>
    Float32Array.from({ length: count }, () => (2 * rng() - 1) / Math.sqrt(inputs));
  tf.tidy(() => {
    const kernel = tf.tensor2d(draws(inputs * outputs), [outputs, inputs]).transpose();
    layer.setWeights([kernel, tf.tensor1d(draws(outputs))]);
  });
}

interface Image {
  pixels: number[];
  digit: number;
}

function halves(): { train: Image[]; test: Image[] } {
  const data = digits();
  const pixels = data.inputs.x.arraySync() as number[][];
  const labels = data.targets.digit.dataSync();
  data.dispose();
  const order = shuffled(pixels.keys(), seeded(12345));
  const all = order.map((i) => ({ pixels: pixels[i], digit: labels[i] }));
  return { train: all.slice(0, 1344), test: all.slice(1344) };
}

/** 12 x 12: one digit at the upper left, the other at the lower right, the darker pixel where they meet. */
function canvas(u: Image, v: Image): number[] {
  const paper = new Array<number>(144).fill(0);
  for (const [image, shift] of [[u, 0] as const, [v, 4] as const]) {
    image.pixels.forEach((ink, i) => {
      const at = 12 * (Math.floor(i / 8) + shift) + (i % 8) + shift;
      paper[at] = Math.max(paper[at], ink);
    });
  }
  return paper;
}
