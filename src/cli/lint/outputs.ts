// Rules on what is stored: outputs of every cell, none an error, figures with named axes, a file of modest size.
import { PLOTLY_MIME, type PlotlyJSON } from "../../plot/figure";
import { finding, type Finding, type View } from "./view";

/** What GitHub still shows at once, and a clone hardly notices. */
export const MOST_BYTES = 400_000;

export function* size({ bytes }: View): Generator<Finding> {
  if (bytes > MOST_BYTES)
    yield finding(
      "file",
      `at most ${MOST_BYTES / 1000} kB with outputs`,
      `${Math.ceil(bytes / 1000)} kB`,
      "Draw fewer points or frames, or print less.",
    );
}

export function* stored({ cells }: View): Generator<Finding> {
  const code = cells.filter(({ code, text }) => code && text.trim() !== "");
  const idle = code.filter(({ ran }) => !ran);
  if (idle.length > 0)
    yield finding(
      idle[0]!.id,
      "the outputs of every cell",
      `${idle.length} that never ran`,
      "Run npx taskweave run NOTEBOOK --write.",
    );
  for (const { id, outputs, tags } of code)
    if (outputs.some(isError) && !tags.includes("raises-exception"))
      yield finding(id, "no error", "one in its outputs", "Mend the cell and run it again.");
}

export function* axes({ cells }: View): Generator<Finding> {
  for (const { id, outputs } of cells)
    for (const { data } of outputs) {
      const figure = data?.[PLOTLY_MIME] as PlotlyJSON | undefined;
      if (figure)
        for (const axis of namelessAxes(figure))
          yield finding(
            id,
            "a name, and the unit, on every axis",
            `none on ${axis}`,
            'Give the figure x: "epoch", y: "loss (mean)".',
          );
      if (figure && !data?.["image/svg+xml"])
        yield finding(
          id,
          "a still picture beside the figure",
          "none",
          "Run npx taskweave run NOTEBOOK --write: it draws one.",
        );
    }
}

interface Axis {
  title?: { text?: string } | string;
  visible?: boolean;
  showticklabels?: boolean;
  ticktext?: unknown[];
}

/** Trace types without two axes of their own in the plane. */
const NOT_CARTESIAN =
  /^(pie|table|sankey|sunburst|treemap|indicator|scatterpolar.*|parcoords|parcats)$/;

/** Axes that traces use and that show numbers without saying of what. */
function namelessAxes({ data, layout }: PlotlyJSON): string[] {
  const of = layout as Record<string, (Axis & Record<string, Axis>) | undefined>;
  const used = new Set<string>();
  const nameless: string[] = [];
  for (const trace of data as Record<string, string | undefined>[]) {
    const { type = "scatter", scene = "scene", xaxis = "x", yaxis = "y" } = trace;
    if (/3d$|^surface$|^cone$/.test(type)) {
      for (const axis of ["xaxis", "yaxis", "zaxis"])
        if (!isNamed(of[scene]?.[axis])) used.add(`${scene}.${axis}`);
    } else if (!NOT_CARTESIAN.test(type))
      for (const axis of [xaxis, yaxis]) {
        const name = `${axis[0]}axis${axis.slice(1)}`;
        if (!isNamed(of[name])) used.add(name);
      }
  }
  nameless.push(...used);
  return nameless;
}

/** Axes without tick labels show no numbers; ticks that are words name themselves. */
function isNamed(axis: Axis = {}): boolean {
  const title = typeof axis.title === "string" ? axis.title : axis.title?.text;
  const words = axis.ticktext?.every((text) => typeof text === "string" && !/\d/.test(text));
  return (
    Boolean(title?.trim()) ||
    axis.visible === false ||
    axis.showticklabels === false ||
    Boolean(words)
  );
}

function isError({ output_type }: { output_type: string }): boolean {
  return output_type === "error";
}
