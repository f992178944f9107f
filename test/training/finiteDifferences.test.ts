// The gradients of five tasks over the shared weights, against differences of their losses.
import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import "../../src/engine";
import { normal, seeded } from "../../src/data/random";
import { dense } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { gradientsOf } from "../../src/training/gradients";
import { taskLosses } from "../../src/training/losses";
import { classes, expectNoLeak, squared } from "../toys";

test("the gradients of five tasks are the slopes of their losses", async () => {
  await expectNoLeak(() => {
    const rng = seeded(3);
    const tasks = { a: squared, b: classes(3), c: squared, d: classes(2), e: squared };
    const encoder = [dense(4, { activation: "tanh" })];
    const model = hardSharing({ inputs: { x: [3] }, encoder, tasks, seed: 2 });
    const optimizer = tf.train.sgd(0.1);
    tf.tidy(() => {
      const draws = (count: number) => Float32Array.from({ length: count }, () => normal(rng));
      const inputs = [tf.tensor2d(draws(24), [8, 3])];
      const targets = Object.values(tasks).map(({ units }) =>
        units === 1
          ? tf.tensor1d(draws(8))
          : tf.tensor1d(Array.from({ length: 8 }, (_, i) => i % units)),
      );
      const losses = () => taskLosses(model, inputs, targets).map((loss) => loss.dataSync()[0]);
      const rows = gradientsOf(model, optimizer).measure({ inputs, targets }).shared.arraySync();
      expect(rows.length).toBe(5);
      let at = 0;
      for (const weight of model.shared) {
        const before = weight.clone();
        const values = before.dataSync();
        values.forEach((value, i) => {
          const shifted = (by: number) => {
            const moved = Float32Array.from(values);
            moved[i] = value + by;
            weight.assign(tf.tensor(moved, weight.shape));
            return losses();
          };
          const [up, down] = [shifted(0.01), shifted(-0.01)];
          up.forEach((l, t) => expect((l - down[t]) / 0.02).toBeCloseTo(rows[t][at + i], 2));
        });
        weight.assign(before);
        at += values.length;
      }
      expect(at).toBe(rows[0].length);
    });
    optimizer.dispose();
    model.dispose();
  });
});
