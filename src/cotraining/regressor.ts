// A neighbourhood that predicts numbers, and the row whose value would teach it most.
import { closest } from "./learners/nearest";
import type { Features } from "./table";

/** k nearest neighbours over the rows it knows, given or taught. */
export interface Regressor {
  rows: Features;
  known: number[];
  values: number[];
  k: number;
  power: number;
}

/** The mean value of the neighbours of a row. */
export function estimate(
  side: Regressor,
  asked: Features,
  row: number,
  known: readonly number[],
): number {
  const near = closest(asked, row, side.rows, known, side);
  return near.reduce((sum, i) => sum + side.values[i], 0) / near.length;
}

/** The row of the pool that would help most, with its value; undefined if none would. */
export function best(
  side: Regressor,
  pool: readonly number[],
): { row: number; value: number } | undefined {
  let found: { row: number; value: number } | undefined;
  let most = 0;
  for (const row of pool) {
    if (side.known.includes(row)) continue;
    const near = closest(side.rows, row, side.rows, side.known, side);
    const value = near.reduce((sum, i) => sum + side.values[i], 0) / near.length;
    const wider = { ...side, values: [...side.values] };
    wider.values[row] = value;
    const gain = near.reduce((sum, i) => {
      // A row is not its own neighbour, or every labelled row would predict itself.
      const others = side.known.filter((j) => j !== i);
      if (others.length === 0) return sum;
      const without = estimate(side, side.rows, i, others);
      const withIt = estimate(wider, side.rows, i, [...others, row]);
      return sum + (side.values[i] - without) ** 2 - (side.values[i] - withIt) ** 2;
    }, 0);
    if (gain > most) [most, found] = [gain, { row, value }];
  }
  return found;
}
