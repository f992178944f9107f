// Canvases for jsdom, which has none: they write down the rectangles that plotly paints (heatmaps), to be drawn as vectors.
import type { DOMWindow } from "jsdom";
import { expected } from "../errors";

/** What was painted on one canvas. */
export interface Painting {
  width: number;
  height: number;
  rects: Rect[];
}

/** One filled rectangle, in the canvas's pixels. */
export interface Rect {
  fill: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A picture of more fields than this is no table but a photograph: as vectors it would take megabytes. */
const MOST_RECTS = 50_000;

/** Gives the window's canvases a pen, and the list of what they painted; their "image" is `canvas:` and a place in it. */
export function recordCanvases(window: DOMWindow): Painting[] {
  const paintings: Painting[] = [];
  const papers = new WeakMap<HTMLCanvasElement, Rect[]>();
  const prototype = window.HTMLCanvasElement.prototype as unknown as Record<string, unknown>;
  prototype.getContext = function (this: HTMLCanvasElement, kind: string) {
    if (kind !== "2d") return null;
    const rects: Rect[] = [];
    papers.set(this, rects);
    return pen(rects);
  };
  prototype.toDataURL = function (this: HTMLCanvasElement) {
    const { width, height } = this;
    return `canvas:${paintings.push({ width, height, rects: papers.get(this) ?? [] }) - 1}`;
  };
  return paintings;
}

/** An SVG `<image>` that shows a painting, as one path per colour. */
export function asVector(image: string, { width, height, rects }: Painting): string {
  const at = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(image)?.[1] ?? "0";
  const paths = new Map<string, string>();
  for (const rect of merged(rects)) {
    const d = `M${rect.x} ${rect.y}h${rect.width}v${rect.height}h${-rect.width}z`;
    paths.set(rect.fill, (paths.get(rect.fill) ?? "") + d);
  }
  const shapes = [...paths].map(([fill, d]) => `<path fill="${fill}" d="${d}"/>`).join("");
  const scale = `scale(${Number(at("width")) / width},${Number(at("height")) / height})`;
  const place = `translate(${at("x")},${at("y")}) ${scale}`;
  return `<g transform="${place}" shape-rendering="crispEdges">${shapes}</g>`;
}

function pen(rects: Rect[]) {
  return {
    fillStyle: "",
    fillRect(x: number, y: number, width: number, height: number) {
      rects.push({ fill: this.fillStyle, x, y, width, height });
    },
    createImageData: (width: number, height: number) => ({
      width,
      height,
      data: new Uint8ClampedArray(4 * width * height),
    }),
    putImageData(image: { width: number; height: number; data: Uint8ClampedArray }) {
      for (let i = 0; i < image.width * image.height; i++) {
        const [r, g, b, a] = image.data.subarray(4 * i, 4 * i + 4);
        if (a === 0) continue;
        const [x, y] = [i % image.width, Math.floor(i / image.width)];
        rects.push({ fill: `rgb(${r},${g},${b})`, x, y, width: 1, height: 1 });
      }
    },
  };
}

/** Neighbours in a row that have the same colour, as one. */
function merged(rects: readonly Rect[]): Rect[] {
  if (rects.length > MOST_RECTS) {
    throw expected(
      `a heatmap of at most ${MOST_RECTS} fields`,
      String(rects.length),
      "Draw fewer fields, and leave zsmooth off.",
    );
  }
  const runs: Rect[] = [];
  for (const rect of rects) {
    const last = runs.at(-1);
    const joins =
      last?.fill === rect.fill &&
      last.y === rect.y &&
      last.height === rect.height &&
      last.x + last.width === rect.x;
    if (joins) last.width += rect.width;
    else runs.push({ ...rect });
  }
  return runs;
}
