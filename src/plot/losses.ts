// Training and validation loss of every task, epoch by epoch.
import type { History } from "../training/history";
import { Figure, type Trace } from "./figure";
import { epochs } from "./lines";
import { logarithmic, page, taskColors } from "./theme";

/**
 * Loss of each task over the epochs: training solid, validation dashed, a ring where the kept weights come from. The
 * axis is logarithmic unless a loss is not positive, because tasks' losses differ by orders of magnitude.
 *
 * @example
 * plot.losses(await fit(model, train, { validation: test }))
 */
export function losses<K extends string>(
  history: History<K>,
  { title = "Loss of each task" }: { title?: string } = {},
): Figure {
  const colors = taskColors(history.tasks);
  const traces = history.tasks.flatMap((task): Trace[] => {
    const line = { type: "scatter", mode: "lines", legendgroup: task };
    const training = history.loss[task];
    const validation = history.validation[task];
    const traces: Trace[] = [
      { ...line, name: task, x: epochs(training), y: training, line: { color: colors[task] } },
    ];
    if (validation.length === 0) return traces;
    const dashed = { color: colors[task], dash: "dash" };
    const name = `${task}, validation`;
    traces.push({ ...line, name, x: epochs(validation), y: validation, line: dashed });
    if (history.best in validation) {
      traces.push(kept(task, history.best, validation[history.best]!, colors[task]));
    }
    return traces;
  });
  const values = history.tasks.flatMap((task) => [
    ...history.loss[task],
    ...history.validation[task],
  ]);
  const yaxis = values.every((v) => !(v <= 0)) ? logarithmic(values) : {};
  return new Figure(traces, page(title, "epoch", "loss (mean over examples)", { yaxis }));
}

function kept(task: string, best: number, loss: number, color: string): Trace {
  return {
    type: "scatter",
    mode: "markers",
    legendgroup: task,
    showlegend: false,
    name: `${task}, kept weights`,
    x: [best + 1],
    y: [loss],
    marker: { color, size: 10, symbol: "circle-open", line: { width: 2 } },
  };
}
