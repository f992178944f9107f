// RLW: random weights.
import { normal, seeded, type Rng } from "../data/random";
import { softmax } from "./solvers/simplex";
import type { Weighting } from "./weighting";

/**
 * Random loss weighting (Lin et al. 2022): every step draws z ~ N(0, I) and uses w = K softmax(z). A baseline that
 * other methods have to beat. LibMTL's and TorchJD's weights are 1/K of these. Heads receive the weights.
 *
 * `rng` is the stream of draws; by default every run starts the same stream afresh.
 *
 * @example
 * fit(model, data, { weighting: random({ rng: seeded(3) }) });
 */
export function random({ rng }: { rng?: Rng } = {}): Weighting {
  return {
    name: "RLW",
    start(tasks) {
      const draw = rng ?? seeded(1);
      return { weights: () => softmax(tasks.map(() => normal(draw))).map((w) => w * tasks.length) };
    },
  };
}
