import { expect, test } from "vitest";
import { Figure } from "../../src/plot/figure";
import { textWidth } from "../../src/plot/measure";
import { toSVG } from "../../src/plot/svg";
import { figures } from "./samples";

test.each(Object.entries(figures))(
  "%s is drawn with its title, twice the same",
  async (_, figure) => {
    const svg = await toSVG(figure);
    expect(svg).toMatch(/^<svg role="img" aria-label="[^"]+"/);
    expect(svg).toContain(`>${figure.layout.title!.text}</text>`);
    expect(svg).not.toMatch(/NaN|undefined|canvas:/);
    expect(svg.length).toBeLessThan(40_000);
    expect(await toSVG(figure)).toBe(svg);
  },
);

test("losses shows a line for each trace and their names in the legend", async () => {
  const svg = await toSVG(figures.losses);
  expect(svg.match(/class="js-line"/g)).toHaveLength(4 + 4); // in the plot and in its legend
  expect(svg).toContain(">parity, validation</text>");
});

test("a heatmap becomes vectors, a field each", async () => {
  const svg = await toSVG(figures.matrix);
  expect(svg).not.toContain("<image");
  expect(svg).toContain('fill="rgba(0,114,178,1)"');
});

test("two figures on a page share no ids", async () => {
  const ids = async (figure: Figure) => (await toSVG(figure)).match(/(?<= id=")[^"]+/g)!;
  const [a, b] = [await ids(figures.losses), await ids(figures.weights)];
  expect(a.length).toBeGreaterThan(0);
  expect(a.filter((id) => b.includes(id))).toEqual([]);
});

test("a figure read back from a notebook gives the same picture", async () => {
  const stored = JSON.parse(JSON.stringify(figures.scatter));
  expect(await toSVG(stored)).toBe(await toSVG(figures.scatter));
});

test("a picture keeps the size its layout asks for", async () => {
  const figure = new Figure([{ type: "bar", y: [1] }], { width: 300, height: 200 });
  expect(await toSVG(figure)).toContain('width="300" height="200"');
});

test("text is measured by its letters", () => {
  expect(textWidth("mm", 12)).toBeGreaterThan(2 * textWidth("ii", 12));
  expect(textWidth("共享", 10)).toBeGreaterThan(20);
  expect(textWidth("−4", 12)).toBeGreaterThan(1.1 * textWidth("44", 12));
});

test("figures asked for at the same time do not disturb each other", async () => {
  const alone = [await toSVG(figures.matrix), await toSVG(figures.images)];
  expect(await Promise.all([figures.matrix, figures.images].map(toSVG))).toEqual(alone);
});

test("a cloud of points says its style once", async () => {
  const y = Array.from({ length: 500 }, (_, i) => (i * i) % 97);
  const svg = await toSVG(new Figure([{ type: "scatter", mode: "markers", y, opacity: 0.5 }]));
  expect(svg.match(/<path transform="translate/g)).toHaveLength(500);
  expect(svg.match(/fill: rgb\(31, 119, 180\)/g)).toHaveLength(1);
});
