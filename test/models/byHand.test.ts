// Formulas that no golden file covers, computed a second time, layer by layer, from the models' own weights.
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { adapters } from "../../src/models/adapters";
import { adaTT } from "../../src/models/adaTT";
import { mlp } from "../../src/models/blocks";
import type { Model } from "../../src/models/model";
import { mtan } from "../../src/models/mtan";
import { ple } from "../../src/models/ple";
import { sluice } from "../../src/models/sluice";
import { rawScores } from "../../src/training/losses";
import { expectNoLeak, squared } from "../toys";
import { made } from "./goldenArchitectures";

const options = { inputs: { x: [3] }, encoder: mlp([4, 2]), tasks: { a: squared, b: squared } };
const batch = () => tf.randomNormal([5, 3], 0, 1, "float32", 1);

/** The fully connected layers of a model in the order they were made, heads apart, as functions; and its other weights. */
function parts(model: Model) {
  const heads = new Set(Object.keys(model.tasks));
  const map = (layer: tf.layers.Layer) => (x: tf.Tensor) => {
    const [kernel, bias] = layer.getWeights();
    return x.matMul(kernel).add(bias);
  };
  return {
    dense: made(model, "Dense")
      .filter(({ name }) => !heads.has(name))
      .map(map),
    head: Object.keys(model.tasks).map((name) => map(model.net.getLayer(name))),
    weights: (type: string) => made(model, type).map((layer) => layer.getWeights()[0]),
  };
}

/** sum_k q_k e_k for a gate [batch, experts]. */
const mixed = (q: tf.Tensor, e: tf.Tensor[]) =>
  tf.addN(e.map((expert, k) => expert.mul(q.slice([0, k], [-1, 1]))));

/** Gives all weights random values, and compares the model's outputs with those worked out here. */
async function same(
  model: Model,
  work: (x: tf.Tensor, p: ReturnType<typeof parts>) => tf.Tensor[],
) {
  await expectNoLeak(() =>
    tf.tidy(() => {
      const weights = model.net.getWeights();
      model.net.setWeights(
        weights.map((w, i) => tf.randomNormal(w.shape, 0, 1, "float32", 10 + i)),
      );
      const x = batch();
      const found = rawScores(model, [x]);
      work(x, parts(model)).forEach((wanted, t) => {
        expect(found[t].shape).toEqual(wanted.shape);
        expect(found[t].sub(wanted).abs().max().dataSync()[0]).toBeLessThan(1e-5);
      });
    }),
  );
  model.dispose();
}

describe("architectures, worked a second time", () => {
  it("mtan: masks over shared features, the second of which sees the first's", () =>
    same(mtan(options), (x, { dense: d, head }) => {
      const p1 = d[0](x).relu();
      const p2 = d[1](p1).relu();
      return [2, 7].map((i, t) => {
        const z1 = d[i + 1](d[i](p1).relu()).sigmoid().mul(p1);
        const v = d[i + 2](z1).relu();
        const mask = d[i + 4](d[i + 3](tf.concat([p2, v], 1)).relu()).sigmoid();
        return head[t](mask.mul(p2));
      });
    }));

  it("adaTT: a gate over all experts, plus a learned sum of the task's own", () =>
    same(adaTT(options), (x, { dense: d, head, weights }) => {
      const stage = (paths: tf.Tensor[], from: number, native: tf.Tensor[]) => {
        const e = [0, 1, 2, 3].map((k) => d[from + k](paths[Math.floor(k / 2)]).relu());
        return paths.map((path, t) => {
          const own = e.slice(2 * t, 2 * t + 2).map((y, k) => y.mul(native[t].slice([k, 0], 1)));
          return mixed(d[from + 4 + t](path).softmax(), e).add(tf.addN(own));
        });
      };
      const stitches = weights("Stitch");
      const first = stage([x, x], 0, stitches.slice(0, 2));
      return stage(first, 6, stitches.slice(2)).map((z, t) => head[t](z));
    }));

  it("ple: shared experts of the second stage read the shared path, which mixes all of the first", () =>
    same(ple(options), (x, { dense: d, head }) => {
      const [a, b, s] = [0, 1, 2].map((k) => d[k](x).relu());
      const path = [a, b].map((own, t) => mixed(d[3 + t](x).softmax(), [s, own]));
      const common = mixed(d[5](x).softmax(), [s, a, b]);
      const shared = d[8](common).relu();
      return path.map((y, t) =>
        head[t](mixed(d[9 + t](y).softmax(), [shared, d[6 + t](y).relu()])),
      );
    }));

  it("adapters: W + (scale / rank) A B, and shared biases", () => {
    const model = adapters({ ...options, encoder: mlp([4]), rank: 2, scale: 6 });
    return same(model, (x, { head }) => {
      const [kernel, bias] = made(model, "SharedPart")[0].getWeights();
      return made(model, "TaskPart").map((part, t) => {
        const [a, b] = part.getWeights();
        return head[t](
          x
            .matMul(kernel.add(a.matMul(b).mul(3)))
            .add(bias)
            .relu(),
        );
      });
    });
  });

  it("sluice: every subspace is a sum over all of them, and heads read several stages", () =>
    same(sluice({ ...options, encoder: mlp([4, 4]) }), (x, { dense: d, head, weights }) => {
      const exchange = (z: tf.Tensor[], alpha: tf.Tensor[]) => {
        const parts = z.flatMap((y) => tf.split(y, 2, 1));
        return alpha.map((a) =>
          tf.concat(
            [0, 1].map((g) => tf.addN(parts.map((p, j) => p.mul(a.slice([g, j], [1, 1]))))),
            1,
          ),
        );
      };
      const alpha = weights("Subspaces");
      const first = exchange([d[0](x).relu(), d[1](x).relu()], alpha.slice(0, 2));
      const z = first.map((y, t) => d[2 + t](y).relu());
      const second = exchange(z, alpha.slice(2));
      return weights("Stitch").map((beta, t) =>
        head[t](
          first[t].mul(beta.slice([0, 0], [1, 1])).add(second[t].mul(beta.slice([1, 0], [1, 1]))),
        ),
      );
    }));
});
