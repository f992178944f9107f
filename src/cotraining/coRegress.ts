// Co-training for numbers: two neighbourhoods predict values for each other.
import type { Dataset } from "../data/dataset";
import { seeded, shuffled } from "../data/random";
import { parted, valuesOf } from "./labels";
import { best, estimate, type Regressor } from "./regressor";
import { features } from "./table";

/** Which two regressors teach each other, and how long. */
export interface CoRegressOptions {
  /** What each regressor sees. For a single view give it twice, with different powers. */
  views: readonly [string | readonly string[], string | readonly string[]];
  /** Target [n] of numbers, NaN where there is none. */
  target: string;
  /** Neighbours. Default 3. */
  k?: number;
  /** Distance sum_j |a_j - b_j|^power of each. Default [2, 5], which differ on a single view too. */
  powers?: readonly [number, number];
  /** Rounds at most. Default 100. */
  rounds?: number;
  /** So many random unlabelled rows are looked at in a round. Default 100. */
  pool?: number;
  /** Of the pools. Default 0. */
  seed?: number;
}

/** What came of co-training for numbers. */
export interface RegressionRounds {
  /** Final value of every row, given or found; null where there is none. */
  readonly values: (number | null)[];
  /** The round each value arrived: 0 for given ones, -1 for never. */
  readonly arrived: number[];
  /** added[round][regressor]: values that it gave to the other. */
  readonly added: number[][];
  readonly stopped: "rounds" | "all labelled" | "none confident";
  /** The mean of both regressors. */
  predict(data: Dataset): number[];
}

/**
 * CoReg (Zhou and Li 2005): two k-nearest-neighbour regressors. In a round each looks, in its pool, for the row u whose
 * predicted value v would most lower its own squared error on the labelled neighbours of u,
 * delta_u = sum over neighbours i of (y_i - h(x_i))^2 - (y_i - h'(x_i))^2, h' being h with (u, v) added; if that is above
 * 0 the other regressor learns (u, v). No classes, no probabilities. RangeError without labels or without rows to label.
 *
 * @example
 * const found = await coRegress(few, { views: ["x", "x"], target: "size" });
 * found.predict(test);
 */
export async function coRegress(data: Dataset, o: CoRegressOptions): Promise<RegressionRounds> {
  const { k = 3, powers = [2, 5], rounds = 100, pool: poolSize = 100 } = o;
  const given = valuesOf(data, o.target);
  const rng = seeded(o.seed ?? 0);
  const { labelled, unlabelled } = parted(given);
  const sides = o.views.map((view, side): Regressor => {
    const rows = features(data, view);
    return { rows, known: [...labelled], values: [...given], k, power: powers[side] };
  });
  const values = [...given];
  const arrived: number[] = given.map((value) => (Number.isNaN(value) ? -1 : 0));
  const added = [[0, 0]];
  const queues = sides.map(() => shuffled(unlabelled, rng));
  let stopped: RegressionRounds["stopped"] = "rounds";
  for (let round = 1; round <= rounds; round++) {
    if (queues.every((queue) => queue.length === 0)) {
      stopped = "all labelled";
      break;
    }
    const picks = sides.map((side, i) => best(side, queues[i].slice(0, poolSize)));
    if (picks.every((pick) => pick === undefined)) {
      stopped = "none confident";
      break;
    }
    picks.forEach((pick, i) => {
      if (!pick) return;
      const other = sides[1 - i];
      queues[i].splice(queues[i].indexOf(pick.row), 1);
      // The rest of the pool goes to the end, so that every round looks at other rows.
      queues[i].push(...queues[i].splice(0, Math.min(poolSize, queues[i].length)));
      if (Number.isNaN(values[pick.row]))
        [values[pick.row], arrived[pick.row]] = [pick.value, round];
      if (!Number.isNaN(other.values[pick.row])) return;
      other.known.push(pick.row);
      other.values[pick.row] = pick.value;
    });
    added.push(picks.map((pick) => (pick ? 1 : 0)));
  }
  return {
    values: values.map((value) => (Number.isNaN(value) ? null : value)),
    arrived,
    added,
    stopped,
    predict(asked) {
      const answers = sides.map((side, i) => {
        const rows = features(asked, o.views[i]);
        return Array.from({ length: rows.size }, (_, row) => estimate(side, rows, row, side.known));
      });
      return answers[0].map((value, row) => (value + answers[1][row]) / 2);
    },
  };
}
