// Which tasks have labels in a batch, and a rule that weighs these among themselves.
import type { Aggregation, Combiner, RowsInfo } from "../weighting/aggregation";
import { minor } from "../weighting/solvers/linear";
import type { Rule, StepInfo, Weighting } from "../weighting/weighting";
import type { At } from "./step";

/**
 * A task without a single label in a batch has loss 0 and no gradient there. It takes no part in that step: the others are
 * weighed as if they were all, by a rule of their own; the absent task's weight is 0, and the rule of all tasks neither
 * sees nor learns anything. A weighting that remembers (DWA, GradNorm, FAMO, ...) so has one memory for each combination of
 * tasks that occurs. A `separable` weighting has one rule for everything. Without any labels the rules are not asked.
 */
export function ruleOfPresent(weighting: Weighting, all: Rule, names: readonly string[]): Rule {
  if (weighting.separable) return all;
  const rules = combinations(all, (tasks) => weighting.start(tasks, names), names);
  const asked = (info: StepInfo) => {
    const { rule, at } = rules.of(info);
    const seen = { ...info, losses: pick(info.losses, at), gram: minorOf(info.gram, at) };
    return { rule, at, seen };
  };
  let last: { rule?: Rule; at: readonly number[] } = { at: [] };
  const one = (info: StepInfo, what: (rule: Rule, seen: StepInfo) => readonly number[]) => {
    const { rule, at, seen } = asked(info);
    return rule ? placed(what(rule, seen), at, names.length) : names.map(() => 0);
  };
  return {
    weights(info) {
      last = rules.of(info);
      return one(info, (rule, seen) => rule.weights(seen));
    },
    heads: (info) => one(info, (rule, seen) => rule.heads?.(seen) ?? seen.losses.map(() => 1)),
    observe(info) {
      const { rule, seen } = asked(info);
      rule?.observe?.(seen);
    },
    ...(all.after && {
      after: (losses: readonly number[]) => last.rule?.after?.(pick(losses, last.at)),
    }),
  };
}

/** The same for an aggregation. A task that has labels in some of several batches takes part, with gradient 0 in the rest. */
export function combinerOfPresent(
  aggregation: Aggregation,
  all: Combiner,
  names: readonly string[],
): Combiner {
  const rules = combinations(all, (tasks) => aggregation.start(tasks, names), names);
  let last: { rule?: Combiner; at: readonly number[] } = { at: [] };
  return {
    combine(info) {
      const { rule, at } = (last = rules.of(info));
      const rows = info.rows.map((matrix) => at.map((t) => matrix[t]));
      const ahead: RowsInfo["ahead"] = (batch, step) => {
        const { losses, rows } = info.ahead!(batch, step);
        return { losses: pick(losses, at), rows: at.map((t) => rows[t]) };
      };
      const losses = pick(info.losses, at);
      const seen: RowsInfo = { ...info, losses, rows, ...(info.ahead && { ahead }) };
      if (!rule) {
        return { gradient: new Float64Array(info.rows[0][0].length), heads: names.map(() => 0) };
      }
      const { gradient, heads } = rule.combine(seen);
      return { gradient, heads: placed(heads, at, names.length) };
    },
    observe(info) {
      const { rule, at } = rules.of(info);
      rule?.observe?.({ ...info, losses: pick(info.losses, at) });
    },
    ...(all.after && {
      after: (losses: readonly number[]) => last.rule?.after?.(pick(losses, last.at)),
    }),
  };
}

/** A rule for each combination of tasks, made when it first occurs; none for no tasks. */
function combinations<R>(all: R, start: (tasks: readonly string[]) => R, names: readonly string[]) {
  const everyone = names.map((_, t) => t);
  const found = new Map([[String(everyone), all]]);
  return {
    of({ present = everyone }: Pick<At, "present">): { rule?: R; at: readonly number[] } {
      const key = String(present);
      if (!found.has(key) && present.length > 0) {
        found.set(key, start(present.map((t) => names[t])));
      }
      return { rule: found.get(key), at: present };
    },
  };
}

function pick(values: readonly number[], at: readonly number[]): number[] {
  return values.length === 0 ? [] : at.map((t) => values[t]);
}

function minorOf(gram: StepInfo["gram"], at: readonly number[]): StepInfo["gram"] {
  return gram.length === 0 ? gram : minor(gram, at);
}

/** Values at their places, 0 elsewhere; a wrong number of them is left as it is, for the step to complain. */
function placed(values: readonly number[], at: readonly number[], count: number) {
  if (values.length !== at.length) return values;
  const full = new Array<number>(count).fill(0);
  at.forEach((t, i) => (full[t] = values[i]));
  return full;
}
