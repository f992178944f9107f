// Two clouds of points, small networks for them, and a batch of them: what tests of networks that train together share.
import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";
import { fromArrays } from "../../src/data/arrays";
import type { Dataset } from "../../src/data/dataset";
import { normal, seeded } from "../../src/data/random";
import type { PeerBatch } from "../../src/cotraining/peerBatch";
import { engine } from "../../src/engine";
import { mlp } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import type { Model } from "../../src/models/model";
import { classification } from "../../src/tasks/classification";

/** A network for the clouds. */
export const model = (seed: number, widths = [8]): Model =>
  hardSharing({ inputs: { x: [2] }, encoder: mlp(widths), tasks: { y: classification(2) }, seed });

/** Two clouds around (-1, -1) and (1, 1); a share of the labels is wrong. */
export function clouds(size: number, { wrong = 0, seed = 1, kept = size } = {}): Dataset {
  const rng = seeded(seed);
  const y = Array.from({ length: size }, (_, i) => i % 2);
  const x = y.map((side) => [2 * side - 1 + normal(rng), 2 * side - 1 + normal(rng)]);
  const given = y.map((side) => (rng() < wrong ? 1 - side : side));
  return fromArrays({ x }, { y: given.map((side, row) => (row < kept ? side : NaN)) });
}

/** The true classes of `clouds`. */
export const sides = (size: number): number[] => Array.from({ length: size }, (_, i) => i % 2);

/** All rows of the data as one batch. */
export function batchOf(data: Dataset, levels: number[] = [], step = 0): PeerBatch {
  return {
    inputs: data.inputs,
    targets: data.targets,
    rows: tf.range(0, data.size, 1, "int32"),
    step: tf.scalar(step, "int32"),
    levels: levels.map((level) => tf.scalar(level)),
  };
}

/** Steps were compiled, on the engine that compiles. */
export function expectCompiled({ mode }: { mode: string }): void {
  if (engine().name === "native") expect(mode).toBe("compiled");
}
