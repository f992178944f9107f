// How large text is, without a browser: enough geometry for plotly to place its labels in jsdom, which measures nothing.

/** Corners of a box in pixels. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Advance widths of the characters 32 to 126 of Helvetica and Arial, in thousandths of the font size (Adobe's metrics). */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
  556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
  611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
  667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
  222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/** The sign before negative numbers, where DejaVu Sans differs most: its width there, without the room below. */
const WIDER: Record<string, number> = { "−": 729 };
/** Where the reader has no Arial another font stands in, up to this much wider (DejaVu Sans): labels leave room for it. */
const ROOM = 1.15;
const ASCENT = 0.905;
const DESCENT = 0.212;
const LINE_HEIGHT = 1.3; // plotly's

/** Width of a line of text in pixels; Chinese characters are as wide as the font is high. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    width += WIDTHS[code - 32] ?? WIDER[character] ?? (code >= 0x2e80 ? 1000 : 556);
  }
  return (ROOM * width * size) / 1000;
}

/** The box around an SVG element's texts and rectangles, in its parent's coordinates; undefined if it has none. */
export function boundingBox(element: Element): Box | undefined {
  const own = element.tagName === "text" ? textBox(element) : rectBox(element);
  const children = element.tagName === "text" ? [] : [...element.children].map(boundingBox);
  const boxes = [own, ...children].filter((box): box is Box => box !== undefined);
  return boxes.length === 0 ? undefined : transformed(union(boxes), element);
}

function textBox(element: Element): Box | undefined {
  const tspans = [...element.querySelectorAll("tspan.line")];
  const lines = (tspans.length > 0 ? tspans : [element]).map((line) => line.textContent ?? "");
  if (lines.every((line) => line === "")) return undefined;
  const size = parseFloat(/font-size:\s*([\d.]+)px/.exec(styleOf(element))?.[1] ?? "12");
  const width = Math.max(...lines.map((line) => textWidth(line, size)));
  const anchor = element.getAttribute("text-anchor") ?? "start";
  const left = number(element, "x") - width * ({ middle: 0.5, end: 1 }[anchor] ?? 0);
  const top = number(element, "y") - ASCENT * size;
  const height = (ASCENT + DESCENT + (lines.length - 1) * LINE_HEIGHT) * size;
  return { left, top, right: left + width, bottom: top + height };
}

/** The style of an element or the nearest ancestor that sets a font size. */
function styleOf(element: Element): string {
  const style = element.getAttribute("style") ?? "";
  if (style.includes("font-size") || !element.parentElement) return style;
  return styleOf(element.parentElement);
}

function rectBox(element: Element): Box | undefined {
  if (element.tagName !== "rect") return undefined;
  const [left, top] = [number(element, "x"), number(element, "y")];
  const [width, height] = [number(element, "width"), number(element, "height")];
  return { left, top, right: left + width, bottom: top + height };
}

function number(element: Element, attribute: string): number {
  return parseFloat(element.getAttribute(attribute) ?? "0") || 0;
}

function union(boxes: Box[]): Box {
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

/** The box after the element's own `translate(x,y)` and `rotate(angle,x,y)`, applied from the right as SVG does. */
function transformed(box: Box, element: Element): Box {
  const steps = [...(element.getAttribute("transform") ?? "").matchAll(/(\w+)\(([^)]*)\)/g)];
  let corners = [box.left, box.right].flatMap((x) => [box.top, box.bottom].map((y) => [x, y]));
  for (const [, kind, args] of steps.reverse()) {
    const [a = 0, b = 0, c = 0] = args!.split(/[ ,]+/).map(Number);
    if (kind === "translate") corners = corners.map(([x, y]) => [x! + a, y! + b]);
    if (kind === "rotate") corners = corners.map(([x, y]) => turned(x! - b, y! - c, a, b, c));
  }
  const [xs, ys] = [corners.map(([x]) => x!), corners.map(([, y]) => y!)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  return { left, right, top: Math.min(...ys), bottom: Math.max(...ys) };
}

function turned(x: number, y: number, degrees: number, aboutX: number, aboutY: number): number[] {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  return [aboutX + x * cos - y * sin, aboutY + x * sin + y * cos];
}
