// A quick drawing of a figure's lines, without plotly: for a picture that is replaced several times a second.
import type { Figure, Trace } from "./figure";
import { colorAt } from "./theme";

const [WIDTH, HEIGHT] = [700, 380];
/** Where the lines are drawn; names stand to the right, extremes to the left and below. */
const BOX = { left: 64, right: 500, top: 52, bottom: 328 };

/** The figure's traces as lines in an SVG, each axis from its smallest to its largest value; what is no line is left out. */
export function sketch({ data, layout }: Figure): string {
  const logarithmic = (layout.yaxis as { type?: string } | undefined)?.type === "log";
  const lines = data
    .filter(({ mode, y }) => Array.isArray(y) && String(mode).includes("lines"))
    .map((trace, i) => ({ ...lookOf(trace, i), points: pointsOf(trace, logarithmic) }));
  const points = lines.flatMap((line) => line.points);
  const [x, y] = [0, 1].map((at) => extremes(points.map((point) => point[at]!))) as [Range, Range];
  const label = (value: number) => (logarithmic ? 10 ** value : value).toPrecision(3);
  const at = ([px, py]: Point) =>
    `${between(px, x, BOX.left, BOX.right)},${between(py, y, BOX.bottom, BOX.top)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="Arial, sans-serif" font-size="13" fill="#262626">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    text(BOX.left, 26, layout.title?.text ?? "", 'font-size="16"'),
    `<path d="M${BOX.left} ${BOX.top}V${BOX.bottom}H${BOX.right}" fill="none" stroke="#9a9a9a"/>`,
    ...(points.length === 0
      ? []
      : [
          text(BOX.left - 6, BOX.top + 10, label(y[1]), 'text-anchor="end"'),
          text(BOX.left - 6, BOX.bottom, label(y[0]), 'text-anchor="end"'),
          text(BOX.left, BOX.bottom + 20, String(x[0])),
          text(BOX.right, BOX.bottom + 20, String(x[1]), 'text-anchor="end"'),
        ]),
    ...lines.flatMap(({ name, color, dash, points }, i) => [
      `<polyline points="${points.map(at).join(" ")}" fill="none" stroke="${color}" stroke-width="2"${dash}/>`,
      text(BOX.right + 16, BOX.top + 12 + 20 * i, name, `fill="${color}"`),
    ]),
    "</svg>",
  ].join("\n");
}

type Point = [number, number];
type Range = [number, number];

function lookOf({ name = "", line }: Trace, i: number) {
  const { color = colorAt(i), dash } = (line ?? {}) as { color?: string; dash?: string };
  return { name, color, dash: dash === "dash" ? ' stroke-dasharray="6 4"' : "" };
}

function pointsOf({ x, y }: Trace, logarithmic: boolean): Point[] {
  return (y as number[])
    .map((value, i): Point => [(x as number[] | undefined)?.[i] ?? i, value])
    .map(([x, y]): Point => [x, logarithmic ? Math.log10(y) : y])
    .filter((point) => point.every(Number.isFinite));
}

function extremes(values: number[]): Range {
  return values.reduce(([low, high], v) => [Math.min(low, v), Math.max(high, v)], [
    Infinity,
    -Infinity,
  ] as Range);
}

function between(value: number, [low, high]: Range, from: number, to: number): string {
  const part = high > low ? (value - low) / (high - low) : 0.5;
  return (from + part * (to - from)).toFixed(1);
}

function text(x: number, y: number, words: string, more = ""): string {
  const escaped = words.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]!);
  return `<text x="${x}" y="${y}" ${more}>${escaped}</text>`;
}
