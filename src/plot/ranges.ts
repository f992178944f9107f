// Axes that stay where they are while a figure changes: the range over all its moments.
import type { Figure, Layout, Trace } from "./figure";

/**
 * The layout's axes with the range of the values of all figures, five percent wider where lines and points would touch
 * the frame. An axis that has a range of its own, a logarithmic one, or one of names is left as it is.
 */
export function fixed(figures: readonly Figure[]): Layout {
  const layout: Layout = {};
  for (const [name, axis] of Object.entries(figures[0]!.layout)) {
    const letter = /^([xy])axis\d*$/.exec(name)?.[1] as "x" | "y" | undefined;
    if (letter === undefined) continue;
    const { range, type } = axis as Layout;
    const values = type || range ? [] : valuesOn(figures, letter, name.replace("axis", ""));
    layout[name] = values.length === 0 ? axis : { ...(axis as object), range: around(values) };
  }
  return layout;
}

function valuesOn(figures: readonly Figure[], letter: "x" | "y", id: string): number[] {
  const onAxis = (trace: Trace) => ((trace[`${letter}axis`] as string) ?? letter) === id;
  const all = figures.flatMap((figure) =>
    figure.data.filter(onAxis).flatMap((trace) => Array.from((trace[letter] ?? []) as unknown[])),
  );
  return all.every((v) => typeof v === "number")
    ? (all as number[]).filter((v) => Number.isFinite(v))
    : [];
}

function around(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const v of values) [low, high] = [Math.min(low, v), Math.max(high, v)];
  const room = 0.05 * (high - low || 1);
  return [low - room, high + room];
}
