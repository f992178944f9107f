// A figure as a picture: plotly.js draws it in jsdom, so that GitHub and nbconvert, which run no scripts, show it too.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { DOMWindow } from "jsdom";
import { seeded } from "../data/random";
import { asVector, recordCanvases, type Painting } from "./canvas";
import type { Figure, Layout, PlotlyJSON } from "./figure";
import { boundingBox } from "./measure";

/** Size of the picture in pixels, where the figure's layout does not say. */
const WIDTH = 720;
const HEIGHT = 380;

interface Plotly {
  newPlot(div: Element, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
  toImage(div: Element, options: unknown): Promise<string>;
  purge(div: Element): void;
}

interface Browser {
  window: DOMWindow & { Plotly: Plotly };
  /** What was painted since the last figure; a canvas's place in the list is its name. */
  canvases: Painting[];
}

let browser: Promise<Browser> | undefined;
/** Figures share the browser's Math.random and canvases: each waits for the one before. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Draws a figure as a stand-alone SVG. The same figure gives the same bytes, on every machine. Loading plotly.js takes
 * a second or two the first time, a figure 0.1-0.5 s; nothing is loaded before. WebGL traces are not drawn.
 *
 * @example
 * writeFileSync("losses.svg", await toSVG(plot.losses(history)));
 */
export function toSVG(figure: Figure | PlotlyJSON): Promise<string> {
  const json = JSON.stringify("toJSON" in figure ? figure.toJSON() : figure);
  const picture = last.then(() => drawn(json));
  last = picture.catch(() => undefined);
  return picture;
}

async function drawn(json: string): Promise<string> {
  const { window, canvases } = await (browser ??= open());
  canvases.length = 0;
  // Plotly draws ids from Math.random. Ids made from the figure itself stay the same in every run, and differ between the
  // figures of a page, where clip paths of the same name would cut each other.
  const seed = createHash("sha256").update(json).digest().readUInt32LE(0);
  window.Math.random = seeded(seed);
  const { data, layout } = still(window.JSON.parse(json));
  const size = { width: layout.width ?? WIDTH, height: layout.height ?? HEIGHT };
  const div = window.document.createElement("div");
  window.document.body.append(div);
  try {
    await window.Plotly.newPlot(div, data, { ...layout, ...size }, { staticPlot: true });
    const svg = await window.Plotly.toImage(div, { format: "svg", imageDataOnly: true, ...size });
    return tidy(svg, canvases, layout.title?.text ?? "Figure");
  } finally {
    window.Plotly.purge(div);
    div.remove();
  }
}

/** An animation's one moment: without the buttons nobody can press, with the moment's name in the title. */
function still({ data, layout }: PlotlyJSON): PlotlyJSON {
  const { sliders, updatemenus, ...rest } = layout as Layout & { sliders?: Slider[] };
  if (!sliders || !updatemenus) return { data, layout };
  const { active, steps, currentvalue } = sliders[0]!;
  const title = { ...layout.title, text: `${layout.title?.text} · ${currentvalue.prefix}${steps[active]!.label}` }; // prettier-ignore
  return { data, layout: { ...rest, title, height: undefined, margin: undefined } };
}

interface Slider {
  active: number;
  steps: { label: string }[];
  currentvalue: { prefix: string };
}

async function open(): Promise<Browser> {
  const { JSDOM, VirtualConsole } = await import("jsdom");
  const { window } = new JSDOM("<!doctype html><body></body>", {
    runScripts: "outside-only",
    pretendToBeVisual: true,
    virtualConsole: new VirtualConsole(), // silent: jsdom reports every canvas that plotly merely probes
  });
  const canvases = recordCanvases(window);
  window.URL.createObjectURL = () => "";
  window.Element.prototype.getBoundingClientRect = function () {
    const { left, top, right, bottom } = boundingBox(this) ?? NOTHING;
    const [width, height] = [right - left, bottom - top];
    return { left, top, right, bottom, width, height, x: left, y: top } as DOMRect;
  };
  window.eval(readFileSync(require.resolve("plotly.js-dist-min"), "utf8"));
  return { window: window as Browser["window"], canvases };
}

const NOTHING = { left: 0, top: 0, right: 0, bottom: 0 };

/** The picture without what a reader never sees: canvases as vectors, coordinates to a hundredth of a pixel, a name. */
function tidy(svg: string, canvases: Painting[], title: string): string {
  const name = title.replace(/<[^>]*>/g, " ").replace(/[&"<>]/g, " ");
  return svg
    .replace(/<image [^>]*xlink:href="canvas:(\d+)"[^>]*\/>/g, (image, n) =>
      asVector(image, canvases[Number(n)]!),
    )
    .replace(/ (?:data-notex|data-unformatted|data-math)="[^"]*"/g, "")
    .replace(/<[^>]*>/g, (tag) => tag.replace(/-?\d+\.\d{3,}/g, (v) => String(+(+v).toFixed(2))))
    .replace(POINTS_ALIKE, (points, style: string) => grouped(points, style))
    .replace("<svg ", `<svg role="img" aria-label="${name}" `);
}

/** Points in a row with the same style, as plotly writes them: a cloud repeats it a thousand times. */
const POINTS_ALIKE = new RegExp(
  ['style="([^"]*)"', 'style="\\1"']
    .map((style) => `(?:<path class="point" transform="[^"]*" ${style} d="[^"]*"/>)`)
    .join("") + "+",
  "g",
);

/** The style once, around the points; opacity stays with each, because a group's would hide where points overlap. */
function grouped(points: string, style: string): string {
  const opacity = /(?<![\w-])opacity: ([\d.]+);/.exec(style);
  const own = opacity && opacity[1] !== "1" ? ` opacity="${opacity[1]}"` : "";
  const common = opacity ? style.replace(opacity[0], "").trim() : style;
  const short = points.replaceAll(` style="${style}"`, own).replaceAll(' class="point"', "");
  return `<g style="${common}">${short}</g>`;
}
