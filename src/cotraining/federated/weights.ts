// Weights as plain data: what clients and server say to each other fits into JSON.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../../errors";
import { trainableWeights } from "../../models/graph";
import type { Model } from "../../models/model";

/** The values of several weights, one flat array each. */
export type Values = Float32Array[];

/** Weights in a message: their shapes, and all values as base64 of little-endian float32, 5.3 characters a number. */
export interface Packed {
  readonly shapes: readonly (readonly number[])[];
  readonly values: string;
}

/** Weights by which a model takes part: all of them, or only some. */
export type Part = (model: Model) => tf.Variable[];

/** All trainable weights. */
export const everything: Part = ({ net }) => trainableWeights(net);

/**
 * The weights below the heads, in the order of the layers, so that models with other tasks on the same encoder have the
 * same. With several tasks: what they share; with one: all but the layer of its scores.
 */
export const body: Part = ({ net, shared, tasks }) => {
  if (Object.keys(tasks).length > 1) return [...shared];
  const last = new Set(net.outputs[0].sourceLayer.trainableWeights.map((w) => w.originalName));
  const below = net.trainableWeights.filter((weight) => !last.has(weight.originalName));
  return below.map((weight) => weight.read() as tf.Variable);
};

/** Copies of the values of weights. */
export function valuesOf(weights: readonly tf.Variable[]): Values {
  return weights.map((weight) => Float32Array.from(weight.dataSync()));
}

/** Gives weights these values. */
export function assign(weights: readonly tf.Variable[], values: Values): void {
  tf.tidy(() => weights.forEach((w, i) => w.assign(tf.tensor(values[i], w.shape))));
}

/** Values as a message. */
export function packed(values: Values, shapes: readonly (readonly number[])[]): Packed {
  const all = new Float32Array(values.reduce((sum, each) => sum + each.length, 0));
  let at = 0;
  for (const each of values) {
    all.set(each, at);
    at += each.length;
  }
  return { shapes: shapes.map((shape) => [...shape]), values: base64(all) };
}

/** The values in a message. RangeError if they are fewer or more than the shapes say. */
export function unpacked({ shapes, values }: Packed): Values {
  const bytes = Uint8Array.from(Buffer.from(values, "base64"));
  const sizes = shapes.map(sizeOf);
  const wanted = sizes.reduce((a, b) => a + b, 0);
  if (bytes.length !== 4 * wanted) {
    const found = `${bytes.length / 4}`;
    throw expected(`${wanted} numbers in a message`, found, "Send what packed() made.");
  }
  const all = new Float32Array(bytes.buffer);
  let at = 0;
  return sizes.map((size) => all.slice(at, (at += size)));
}

/** Throws unless the message holds weights of the shapes that this model has. */
export function checkShapes(weights: readonly tf.Variable[], { shapes }: Packed): void {
  const [mine, theirs] = [weights.map(({ shape }) => shape), shapes].map((all) =>
    all.map((shape) => `[${shape}]`).join(" "),
  );
  if (mine === theirs) return;
  throw expected(
    `weights of shapes ${mine || "none"}`,
    theirs || "none",
    "Give all clients the same encoder and the server the same method; with other heads take fedPer().",
  );
}

/** a + s b, number by number. */
export function plus(a: Values, b: Values, s = 1): Values {
  return a.map((values, i) => values.map((value, j) => value + s * b[i][j]));
}

/** The sum of the products, number by number. */
export function inner(a: Values, b: Values): number {
  return a.reduce(
    (sum, values, i) => sum + values.reduce((part, value, j) => part + value * b[i][j], 0),
    0,
  );
}

export function base64(values: Float32Array | Uint32Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64");
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
