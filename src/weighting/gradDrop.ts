// GradDrop: every coordinate follows one sign, drawn in proportion to how much of its gradient has it.
import { seeded, type Rng } from "../data/random";
import { perTask } from "./preference";
import { sumOf, type Aggregation, type Rows } from "./aggregation";

export interface GradDropOptions {
  /** The part of each task's gradient that always passes, or one for all; default 0. */
  leak?: number | readonly number[];
  /** Draws one number per coordinate. Default: the same in every run. */
  rng?: Rng;
}

/**
 * Gradient sign dropout (Chen et al. 2020): for each coordinate, P = (1 + sum_t g_t / sum_t |g_t|) / 2 and a draw U from
 * (0, 1); if P > U only the positive parts pass, if P < U only the negative. Without conflict it is the sum.
 *
 * Same scale as TorchJD. Coordinates where all gradients are 0 stay 0. Heads receive their own loss unweighted.
 *
 * @example
 * gradDrop({ leak: 0.1 }).start(["a", "b"]);
 */
export function gradDrop({ leak = 0, rng }: GradDropOptions = {}): Aggregation {
  return {
    name: "GradDrop",
    start(tasks, all) {
      const passing = perTask(tasks, leak, "a leak", all);
      const draw = rng ?? seeded(1);
      return {
        combine({ rows: [rows] }) {
          const gradient = Float64Array.from(rows[0], (_, i) => {
            const column = rows.map((row) => row[i]);
            const kept = keep(column, 0, draw());
            return column.reduce(
              (sum, g, t) => sum + g * (passing[t] + (1 - passing[t]) * kept[t]),
              0,
            );
          });
          return { gradient, heads: tasks.map(() => 1) };
        },
      };
    },
  };
}

/**
 * GradDrop on the gradients of a shared representation, as the paper uses it: coordinates are features, the sign of
 * z_bf g_tbf summed over the batch decides, and one draw per feature holds for the whole batch. Returns what to send
 * into the encoder, [batch][features]. LibMTL's scale.
 *
 * @example
 * dropRepresentation([[1, 2]], [[[1, -1]], [[-2, 1]]], { leak: 0, rng: seeded(1) });
 */
export function dropRepresentation(
  representation: Rows,
  gradients: readonly Rows[],
  { leak = 0, rng = seeded(1) }: { leak?: number; rng?: Rng } = {},
): number[][] {
  const features = Array.from(representation[0], (_, f) => f);
  const masks = features.map((f) => {
    const column = gradients.map((task) =>
      task.reduce((sum, row, b) => sum + Math.sign(representation[b][f]) * row[f], 0),
    );
    return keep(column, 1e-7, rng()).map((kept) => leak + (1 - leak) * kept);
  });
  return Array.from(representation, (_, b) => {
    const rows = gradients.map((task, t) => features.map((f) => task[b][f] * masks[f][t]));
    return [
      ...sumOf(
        rows,
        rows.map(() => 1),
      ),
    ];
  });
}

/** 1 for the entries whose sign is drawn, 0 for the others. */
function keep(column: readonly number[], epsilon: number, u: number): number[] {
  const total = column.reduce((sum, g) => sum + Math.abs(g), 0) + epsilon;
  const positive = total > 0 ? (1 + column.reduce((sum, g) => sum + g, 0) / total) / 2 : 0.5;
  return column.map((g) => ((positive > u && g > 0) || (positive < u && g < 0) ? 1 : 0));
}
