// UW-SO: the weights uncertainty weighting would settle at, softened by a temperature.
import { within } from "./preference";
import { softmax } from "./solvers/simplex";
import type { Weighting } from "./weighting";

/**
 * Soft optimal uncertainty weighting (Kirchdorfer et al. 2024): w = K softmax((1 / l) / temperature). Small losses get
 * large weights; the temperature needs tuning, large ones give equal weights. Losses below 1e-12 count as 1e-12.
 * Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: uwso({ temperature: 5 }) });
 */
export function uwso({ temperature = 1 }: { temperature?: number } = {}): Weighting {
  within("a temperature", temperature, 1e-9, 1e9);
  return {
    name: "UW-SO",
    needs: "losses",
    start: (tasks) => ({
      weights: ({ losses }) =>
        softmax(losses.map((l) => 1 / Math.max(l, 1e-12) / temperature)).map(
          (w) => w * tasks.length,
        ),
    }),
  };
}
