// A notebook in real JupyterLab, in headless Chromium: run all, and a figure that can be explored.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPython } from "../../src/cli/python";
import { ROOT } from "../cli/cli";
import { findChromium, startLab, until, type Lab } from "./lab";

const executablePath = findChromium();
const python = findPython();
const missing = [
  !executablePath && "Chromium (apt-get install chromium, or $CHROMIUM)",
  !(python?.packages.jupyterlab && python.packages.plotly) && "JupyterLab with plotly (npm start)",
].filter(Boolean);
if (missing.length > 0) console.log(`Not run: the browser test; missing ${missing.join(", ")}`);

const SOURCES = [
  'import { plot } from "taskweave"',
  `const runs = [[0.6, 0.8, 0.9], [0.7, 0.8, 0.95]];
plot.lines([{ name: "shared", x: [1, 2, 3], runs }], { title: "Explore me", x: "step", y: "score" })`,
  'console.log("the last cell has run")',
];

/** What plotly keeps on the element it draws in. */
interface Drawn {
  _fullLayout: { xaxis: { range: [number, number] } };
}

describe.skipIf(missing.length > 0)("in JupyterLab", () => {
  let folder: string;
  let lab: Lab;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "taskweave-lab-"));
    const root = join(folder, "notebooks");
    mkdirSync(join(root, "node_modules"), { recursive: true });
    symlinkSync(ROOT, join(root, "node_modules", "taskweave"), "junction");
    writeFileSync(join(root, "figure.ipynb"), JSON.stringify(notebook(SOURCES)));
    lab = await startLab(python!.command, root, join(folder, "jupyter"));
    browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
    });
    // Tall, because JupyterLab draws only the cells in sight.
    page = await browser.newPage({ viewport: { width: 1300, height: 1600 } });
    page.on("pageerror", (error) => errors.push(error.message));
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  test("Run All ends with an interactive figure, which zooms", { timeout: 180_000 }, async () => {
    await page.goto(lab.url("/lab/tree/figure.ipynb?reset"));
    await page.waitForSelector(".jp-NotebookPanel .jp-Cell", { timeout: 60_000 });
    // The toolbar says "idle" before there is a kernel, and Run All would be lost: ask the server.
    await until("the kernel is idle", async () => {
      const sessions = await lab.get<{ kernel: Kernel }[]>("/api/sessions");
      return sessions.some(({ kernel: k }) => k.execution_state === "idle" && k.connections > 0);
    });
    await page.click('.lm-MenuBar-item:has-text("Run")');
    await page.click('li[data-command="runmenu:run-all"]');
    const last = page.locator(".jp-OutputArea-output", { hasText: "the last cell has run" });
    await last.waitFor({ timeout: 90_000 });
    const figure = page.locator(".js-plotly-plot");
    await figure.locator(".main-svg").first().waitFor({ timeout: 30_000 });

    const before = await range();
    const box = (await page.locator(".nsewdrag").first().boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.3);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.7, { steps: 8 });
    await page.mouse.up();
    await until("the zoom has changed the axis", async () => (await range())[0] !== before[0], 10);
    const after = await range();
    if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });
    expect(after[0]).toBeGreaterThan(before[0]);
    expect(after[1]).toBeLessThan(before[1]);
    expect(await figure.count()).toBe(1);
    expect(errors).toEqual([]);

    async function range(): Promise<[number, number]> {
      return figure.evaluate((div) => (div as unknown as Drawn)._fullLayout.xaxis.range);
    }
  });
});

interface Kernel {
  execution_state: string;
  connections: number;
}

function notebook(sources: string[]) {
  const cells = sources.map((source, i) => ({
    cell_type: "code",
    id: `c${i}`,
    source,
    metadata: {},
    outputs: [],
    execution_count: null,
  }));
  const kernelspec = {
    name: "taskweave",
    display_name: "TypeScript (taskweave)",
    language: "typescript",
  };
  return { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
}
