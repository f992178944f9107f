// Streams of points in the plane: on which side of an axis they are, one task per axis.
import { fromArrays } from "../../../src/data/arrays";
import type { Dataset } from "../../../src/data/dataset";
import { normal, seeded } from "../../../src/data/random";
import { mlp } from "../../../src/models/blocks";
import { hardSharing } from "../../../src/models/hardSharing";
import { classification } from "../../../src/tasks/classification";
import type { Tasks } from "../../../src/tasks/task";

export const tasks = { side: classification(2), above: classification(2) };

export const build = (of: Tasks) =>
  hardSharing({ inputs: { x: [2] }, encoder: mlp([8]), tasks: of, seed: 1 });

/** Batches of 16 rows; `labels(batch)` says which tasks have labels and which of them are turned round. */
export async function* points(
  batches: number,
  labels: (batch: number) => Partial<Record<"side" | "above", "as it is" | "turned">>,
): AsyncGenerator<Dataset> {
  const rng = seeded(5);
  for (let batch = 0; batch < batches; batch++) {
    const x = Array.from({ length: 16 }, () => [normal(rng), normal(rng)]);
    const targets = Object.entries(labels(batch)).map(([name, how]) => [
      name,
      x.map((point) => Number(point[name === "side" ? 0 : 1] > 0) ^ Number(how === "turned")),
    ]);
    yield fromArrays({ x }, Object.fromEntries(targets));
    await Promise.resolve();
  }
}
