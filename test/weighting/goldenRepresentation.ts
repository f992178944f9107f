// Golden cases on the gradients of a shared representation [task][batch][features]: summed over the batch to weigh, or
// dropped per feature.
import { alignedMtl, dropRepresentation, imtlG, mgda } from "../../src/weighting";
import { gramOf, norms } from "../../src/weighting/solvers/linear";
import type { Weighting } from "../../src/weighting/weighting";
import type { Case, Hyper, Outcome } from "./golden";
import { read } from "./goldenInputs";
import { dependent, difference, shorten } from "./goldenRun";

interface Input {
  id: string;
  losses: number[];
  rep: number[][];
  rep_grads: number[][][];
}

/** Compares every case of the file. */
export function compareRepresentations(folder: string, file: string): Outcome {
  const { representations } = read<{ representations: Input[] }>(folder, "inputs.json");
  const outcome: Outcome = { passed: 0, excused: new Map(), failed: [], worst: 0 };
  for (const c of read<{ cases: Case[] }>(folder, file).cases) {
    const where = `${c.method} ${c.input} ${JSON.stringify(c.hyperparameters)}`;
    const input = representations.find(({ id }) => id === c.input);
    const answer = input && methods[c.method!]?.(input, c.hyperparameters, c.uniform_draws ?? []);
    if (!answer) {
      outcome.failed.push(`${where}: ${input ? "an unknown method" : "no such input"}`);
      continue;
    }
    const expected = c.out!.update as unknown as number[][] | null;
    const finite = answer.flat().every(Number.isFinite);
    const reason = c.out!.error
      ? `the library raises ${c.out!.error}; ours is finite`
      : c.method !== "GradDrop" && dependent(sums(input))
        ? "the gradients are linearly dependent: their rank was decided otherwise"
        : undefined;
    const error = expected ? difference(answer.flat(), expected.flat(), 0) : Infinity;
    if (error <= (c.method === "MGDA" ? 5e-3 : 1e-8)) {
      outcome.passed += 1;
      outcome.worst = Math.max(outcome.worst, error);
    } else if (reason && finite) {
      outcome.excused.set(reason, [...(outcome.excused.get(reason) ?? []), where]);
    } else {
      outcome.failed.push(`${where}: update off by ${shorten(error)}`);
    }
  }
  return outcome;
}

const methods: Record<string, (input: Input, h: Hyper, draws: number[]) => number[][]> = {
  GradDrop: ({ rep, rep_grads }, { leak }, draws) => {
    const queue = [...draws];
    return dropRepresentation(rep, rep_grads, { leak, rng: () => queue.shift()! });
  },
  // LibMTL finds the weights on normalised gradients but applies them to the raw ones here.
  MGDA: (input, { mgda_gn: normalise }) => {
    const w = weigh(mgda({ normalise, rescale: false }), input);
    const { losses } = input;
    const size = norms(gramOf(sums(input)));
    const by = { none: () => 1, l2: (t: number) => size[t], loss: (t: number) => losses[t] }[
      normalise as "none" | "l2" | "loss"
    ];
    const raw = (t: number) => (by ? by(t) : losses[t] * size[t]);
    return mixed(
      input,
      w.map((x, t) => (x * raw(t)) / w.length),
    );
  },
  IMTL: (input) =>
    mixed(
      input,
      weigh(imtlG(), input).map((x, _, w) => x / w.length),
    ),
  Aligned_MTL: (input) => mixed(input, weigh(alignedMtl(), input)),
};

/** A row per task: its gradients summed over the batch. */
function sums({ rep_grads }: Input): number[][] {
  return rep_grads.map((task) => task[0].map((_, f) => task.reduce((s, row) => s + row[f], 0)));
}

function weigh(weighting: Weighting, input: Input): readonly number[] {
  const { losses } = input;
  const rule = weighting.start(losses.map((_, t) => `${t}`));
  return rule.weights({ step: 0, epoch: 0, losses, gram: gramOf(sums(input)) });
}

function mixed({ rep, rep_grads }: Input, w: readonly number[]): number[][] {
  return rep.map((row, b) =>
    row.map((_, f) => w.reduce((sum, x, t) => sum + x * rep_grads[t][b][f], 0)),
  );
}
