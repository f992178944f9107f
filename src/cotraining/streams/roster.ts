// Which tasks a stream has by now, how they fare, and what happens to them.
import { labelledRows } from "../../data/labels";
import type { Dataset } from "../../data/dataset";
import type { Tasks } from "../../tasks/task";
import { adwin, type DriftDetector } from "./adwin";
import { fading, type Fading } from "./fading";
import type { OnlineOptions } from "./onlineOptions";
import type { StreamEvent } from "./records";

/** The tasks of a stream. */
export interface Roster {
  /** Tasks that have labels these days, in the order they were declared. */
  active(): Tasks;
  /** Tasks that come and go with this batch, which has a target for each. */
  roll(batch: Dataset): StreamEvent[];
  /** Drifts and warnings in the errors of a batch; those of new tasks are not watched, as they have no past. */
  watch(errors: Record<string, number[]>, fresh: ReadonlySet<string>): StreamEvent[];
  /** Fading error of an active task; 1 before the first. */
  score(name: string): number;
}

/** Starts without any task. */
export function roster(o: OnlineOptions): Roster {
  const { patience = 20, horizon = 500, detector = () => adwin({ rises: true }) } = o;
  const known = new Map<string, { watch: DriftDetector; score: Fading; quiet: number }>();
  const active = new Set<string>();
  const begin = (name: string) =>
    known.set(name, { watch: detector(), score: fading(1 - 1 / horizon), quiet: 0 });
  return {
    active: () => Object.fromEntries(Object.entries(o.tasks).filter(([name]) => active.has(name))),
    roll: (batch) =>
      Object.keys(o.tasks).flatMap((name): StreamEvent[] => {
        const task = known.get(name);
        const labels = labelledRows(batch.targets[name].dataSync(), batch.size).length;
        if (labels === 0) {
          if (!task || !active.has(name) || ++task.quiet < patience) return [];
          active.delete(name);
          return [{ task: name, what: "ended" }];
        }
        if (active.has(name)) {
          task!.quiet = 0;
          return [];
        }
        active.add(name);
        begin(name);
        return [{ task: name, what: task ? "returned" : "appeared" }];
      }),
    watch: (errors, fresh) =>
      Object.entries(errors).flatMap(([name, values]): StreamEvent[] => {
        const { watch, score } = known.get(name)!;
        values.forEach((value) => score.see(value));
        const said = fresh.has(name) ? [] : values.map((value) => watch.see(value));
        if (said.includes("drift")) {
          known.get(name)!.watch = detector();
          return [{ task: name, what: "drift" }];
        }
        return said.includes("warning") ? [{ task: name, what: "warning" }] : [];
      }),
    score: (name) => known.get(name)!.score.value ?? 1,
  };
}
