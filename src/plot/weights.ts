// The weight a weighting gave each task, epoch by epoch.
import type { History } from "../training/history";
import { Figure } from "./figure";
import { epochs } from "./lines";
import { page, taskColors } from "./theme";

/**
 * Mean weight of each task's loss in the joint loss, over the epochs. All ones is plain summing; what rises is what the
 * weighting favours.
 *
 * @example
 * plot.weights(await fit(model, train, { weighting: uncertainty() }))
 */
export function weights<K extends string>(
  history: History<K>,
  { title = "Weight of each task's loss" }: { title?: string } = {},
): Figure {
  const colors = taskColors(history.tasks);
  const traces = history.tasks.map((task) => ({
    type: "scatter",
    mode: "lines",
    name: task,
    x: epochs(history.weights[task]),
    y: history.weights[task],
    line: { color: colors[task] },
  }));
  const yaxis = { rangemode: "tozero" };
  return new Figure(traces, page(title, "epoch", "weight (mean over steps)", { yaxis }));
}
