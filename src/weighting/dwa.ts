// DWA: the slower a loss falls, the more weight it gets.
import { within } from "./preference";
import { softmax } from "./solvers/simplex";
import type { Weighting } from "./weighting";

/**
 * Dynamic weight average (Liu, Johns and Davison 2019): with the mean losses m_t of the last two epochs,
 * w = K softmax(r / temperature), r_t = m_t(e-1) / m_t(e-2). Epochs 0 and 1 have weights 1.
 *
 * Looks at epochs only, so it costs nothing per step. Same scale as LibMTL and TorchJD. Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: dwa({ temperature: 2 }) });
 */
export function dwa({ temperature = 2 }: { temperature?: number } = {}): Weighting {
  within("a temperature", temperature, 1e-6, 1e6);
  return {
    name: "DWA",
    start(tasks) {
      const sums = new Map<number, number[]>();
      const counts = new Map<number, number>();
      const mean = (epoch: number) => sums.get(epoch)?.map((sum) => sum / (counts.get(epoch) ?? 1));
      return {
        weights({ epoch }) {
          const [last, before] = [mean(epoch - 1), mean(epoch - 2)];
          if (!last || !before) return tasks.map(() => 1);
          const ratios = last.map((l, t) => (before[t] > 0 ? l / before[t] : 1) / temperature);
          return softmax(ratios).map((w) => w * tasks.length);
        },
        observe({ epoch, losses }) {
          const sum = sums.get(epoch) ?? tasks.map(() => 0);
          sums.set(
            epoch,
            losses.map((l, t) => sum[t] + l),
          );
          counts.set(epoch, (counts.get(epoch) ?? 0) + 1);
          sums.delete(epoch - 3);
        },
      };
    },
  };
}
