// Notebooks in real JupyterLab, in headless Chromium. SCREENSHOT=/tmp/lab.png keeps pictures: /tmp/lab-figure.png, ...
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPython } from "../../src/cli/python";
import { expectMotion } from "./animation";
import { findChromium, until } from "./lab";
import { openLab, type LabPage } from "./page";

const executablePath = findChromium();
const python = findPython();
const missing = [
  !executablePath && "Chromium (apt-get install chromium, or $CHROMIUM)",
  !(python?.packages.jupyterlab && python.packages.plotly) && "JupyterLab with plotly (npm start)",
].filter(Boolean);
if (missing.length > 0) console.log(`Not run: the browser test; missing ${missing.join(", ")}`);

const notebooks = {
  "figure.ipynb": [
    'import { plot } from "taskweave"',
    `const runs = [[0.6, 0.8, 0.9], [0.7, 0.8, 0.95]];
plot.lines([{ name: "shared", x: [1, 2, 3], runs }], { title: "Explore me", x: "step", y: "score" })`,
    'console.log("the last cell has run")',
  ],
  "frames.ipynb": [
    'import { plot } from "taskweave"',
    `const moments = [[9, 4], [4, 1], [1, 0]].map((y) =>
  plot.lines([{ name: "loss", y }], { title: "", x: "step", y: "loss" }));
plot.frames(moments, { title: "It moves", moment: "epoch", names: [1, 2, 5], duration: 700 })`,
    'console.log("the last cell has run")',
  ],
  "output.ipynb": [
    'for (let i = 0; i < 20000; i++) console.log("line", i);',
    'const half = (x: number): number => {\n  throw new RangeError("odd: " + x);\n};\n\nhalf(3);',
  ],
  "stop.ipynb": [
    `import { classification, digits, fit, hardSharing, mlp, plot } from "taskweave";
const data = digits().select(["x"], ["digit"]);
const tasks = { digit: classification(10) };
const model = hardSharing({ inputs: { x: [64] }, encoder: mlp([8]), tasks });`,
    `const history = await fit(model, data, { epochs: 100000, progress: plot.losses });
console.log("stopped:", history.stopped, history.epochs < 100000);`,
    'console.log("the next cell runs");',
  ],
};

/** What plotly keeps on the element it draws in. */
interface Drawn {
  _fullLayout: { xaxis: { range: [number, number] } };
}

describe.skipIf(missing.length > 0)("in JupyterLab", { timeout: 180_000 }, () => {
  let lab: LabPage;

  beforeAll(async () => {
    lab = await openLab({ python: python!.command, executablePath: executablePath!, notebooks });
  }, 120_000);

  afterAll(() => lab?.close(), 60_000);

  const output = (text: string) =>
    lab.page.locator(".jp-OutputArea-output", { hasText: text }).first();

  test("Run All ends with an interactive figure, which zooms", async () => {
    const { page } = lab;
    await lab.open("figure.ipynb");
    await lab.runAll();
    await output("the last cell has run").waitFor({ timeout: 90_000 });
    const figure = page.locator(".js-plotly-plot");
    await figure.locator(".main-svg").first().waitFor({ timeout: 30_000 });
    const range = () => figure.evaluate((div) => (div as unknown as Drawn)._fullLayout.xaxis.range);

    const before = await range();
    const box = (await page.locator(".nsewdrag").first().boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.3);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.7, { steps: 8 });
    await page.mouse.up();
    await until("the zoom has changed the axis", async () => (await range())[0] !== before[0], 10);
    const after = await range();
    await lab.shoot("figure");
    expect(after[0]).toBeGreaterThan(before[0]);
    expect(after[1]).toBeLessThan(before[1]);
    expect(await figure.count()).toBe(1);
    expect(lab.errors).toEqual([]);
  });

  test("an animation rests at its last moment, plays and follows its slider", async () => {
    await lab.open("frames.ipynb");
    await lab.runAll();
    await output("the last cell has run").waitFor({ timeout: 90_000 });
    const figure = lab.page.locator(".js-plotly-plot");
    await figure.locator(".slider-rail-rect").waitFor({ timeout: 30_000 });
    await expectMotion(figure, ["1", "2", "5"]);
    await lab.shoot("frames");
    expect(lab.errors).toEqual([]);
  });

  test("cells are highlighted as TypeScript, and nothing lies over them", async () => {
    const colours = await lab.page
      .locator(".cm-line span")
      .evaluateAll((spans) => [...new Set(spans.map((span) => getComputedStyle(span).color))]);
    expect(colours.length).toBeGreaterThan(2);
    expect(await lab.page.locator(".Toastify__toast").count()).toBe(0);
  });

  test("20,000 lines arrive, the kernel is idle, and an error names its line", async () => {
    await lab.open("output.ipynb");
    await lab.runAll();
    await output("RangeError: odd: 3").waitFor({ timeout: 90_000 });
    await lab.idle("output.ipynb");
    await output("RangeError").scrollIntoViewIfNeeded();
    await lab.shoot("output");
    expect(await output("line 19999").textContent()).toContain("line 0\n");
    expect(await output("RangeError").textContent()).toContain(
      "at half (cell[2].ts:2:9)\n    at cell[2].ts:5:1",
    );
  });

  test("the picture of a run grows, and the stop button ends it as a figure of what it has", async () => {
    await lab.open("stop.ipynb");
    await lab.runAll();
    await lab.page.locator("progress").waitFor({ timeout: 90_000 });
    const sketch = lab.page.locator(".jp-RenderedSVG img");
    await sketch.waitFor({ timeout: 30_000 });
    const first = await sketch.getAttribute("src");
    await until("it has grown", async () => (await sketch.getAttribute("src")) !== first, 30);
    await lab.shoot("live");
    await lab.page.click('.jp-NotebookPanel [data-command="notebook:interrupt-kernel"]');
    await output("stopped: interrupted true").waitFor({ timeout: 30_000 });
    await output("the next cell runs").waitFor({ timeout: 30_000 });
    await lab.idle("stop.ipynb");
    await lab.page.locator(".js-plotly-plot .main-svg").first().waitFor({ timeout: 30_000 });
    expect(await sketch.count()).toBe(0);
    await lab.shoot("stop");
    expect(lab.errors).toEqual([]);
  });
});
