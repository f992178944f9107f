// Gradients of a shared representation [task][batch][features]: summed over the batch to weigh, or dropped per feature.
import { join } from "node:path";
import { expect, test } from "vitest";
import { alignedMtl, dropRepresentation, imtlG, mgda } from "../../src/weighting";
import { gramOf, norms } from "../../src/weighting/solvers/linear";
import type { Weighting } from "../../src/weighting/weighting";
import type { Case } from "./golden";
import { read } from "./goldenInputs";

interface Input {
  id: string;
  losses: number[];
  rep: number[][];
  rep_grads: number[][][];
}

const folder = join(__dirname, "../golden");
const { representations } = read<{ representations: Input[] }>(folder, "inputs.json");
const { cases } = read<{ cases: Case[] }>(folder, "libmtl_rep_grad.json");

/** The weights on the gradients summed over the batch, at LibMTL's scale. */
function weigh(weighting: Weighting, { losses, rep_grads }: Input, l2 = false): number[] {
  const gram = gramOf(
    rep_grads.map((task) => task[0].map((_, f) => task.reduce((s, row) => s + row[f], 0))),
  );
  const rule = weighting.start(losses.map((_, t) => `${t}`));
  const w = rule.weights({ step: 0, epoch: 0, losses, gram });
  // LibMTL finds the weights of normalised gradients but applies them to the raw ones here.
  return w.map(
    (x, t) => (l2 ? x * norms(gram)[t] : x) / (weighting.name === "Aligned-MTL" ? 1 : w.length),
  );
}

function answer(c: Case, input: Input): number[][] {
  const { leak, mgda_gn } = c.hyperparameters;
  const draws = [...(c.uniform_draws ?? [])];
  if (c.method === "GradDrop") {
    return dropRepresentation(input.rep, input.rep_grads, { leak, rng: () => draws.shift()! });
  }
  const w =
    c.method === "MGDA"
      ? weigh(mgda({ normalise: mgda_gn, rescale: false }), input, mgda_gn === "l2")
      : weigh(c.method === "IMTL" ? imtlG() : alignedMtl(), input);
  return input.rep.map((row, b) =>
    row.map((_, f) => w.reduce((sum, x, t) => sum + x * input.rep_grads[t][b][f], 0)),
  );
}

test.each(cases.map((c) => [c.method, c.input, JSON.stringify(c.hyperparameters), c] as const))(
  "%s on the representation %s %s agrees with LibMTL",
  (method, id, _, c) => {
    const update = answer(
      c,
      representations.find((input) => input.id === id)!,
    );
    const expected = c.out!.update as unknown as number[][];
    const worst = Math.max(
      ...update.flatMap((row, b) => row.map((x, f) => Math.abs(x - expected[b][f]))),
    );
    expect(worst).toBeLessThan(method === "MGDA" ? 5e-3 : 1e-8);
  },
);
