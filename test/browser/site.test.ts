// The site as a reader opens it from a disk, in headless Chromium: no server, no network.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../cli/cli";
import { expectMotion } from "./animation";
import { findChromium } from "./lab";

const executablePath = findChromium();
const folder = mkdtempSync(join(tmpdir(), "taskweave-site-"));
let browser: Browser;
const wrong: string[] = [];

async function open(address: string, width = 1280): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on(
    "request",
    (request) => /^(file|data|blob):/.test(request.url()) || wrong.push(request.url()),
  );
  page.on("requestfailed", (request) => wrong.push(request.url()));
  await page.goto(pathToFileURL(join(folder, address)).href);
  return page;
}

describe.runIf(executablePath)("the site", () => {
  beforeAll(async () => {
    execFileSync(process.execPath, [join(ROOT, "site", "build.cjs"), folder]);
    browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  test("a figure that comes into sight is interactive", async () => {
    const page = await open("notebooks/course/05-hard-sharing.html");
    const figure = page.locator("figure.plot").last(); // far below
    expect(await figure.locator("img").count()).toBe(1);
    await figure.scrollIntoViewIfNeeded();
    await figure.locator(".js-plotly-plot .main-svg").first().waitFor();
  });

  test("an animation rests at its last moment, also without scripts, plays and slides", async () => {
    const address = "notebooks/course/02-a-net-that-learns.html";
    const name = 'figure[data-figure="02-a-net-that-learns-figure"]';
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(pathToFileURL(join(folder, address)).href);
    const image = plain.locator(`${name} img`);
    await image.scrollIntoViewIfNeeded();
    await expect
      .poll(() => image.evaluate((i) => (i as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(400);
    const svg = readFileSync(join(folder, "figures/02-a-net-that-learns-figure.svg"), "utf8");
    expect(svg).toContain("The border bends · epoch 60");
    expect(svg).not.toContain("▶");
    await context.close();

    const page = await open(address);
    const figure = page.locator(`${name} .js-plotly-plot`);
    await page.locator(name).scrollIntoViewIfNeeded();
    await figure.locator(".slider-rail-rect").waitFor();
    await figure.scrollIntoViewIfNeeded();
    await expectMotion(figure, ["0", "1", "2", "5", "15", "60"]);
  });

  test.each([
    ["index.html", "negative transfer", "05 · Hard parameter sharing"],
    ["zh/index.html", "负迁移", "05 · 硬参数共享"],
    ["index.html", "hardSharing", "hardSharing"],
  ])("from %s the search finds %s", async (address, query, title) => {
    const page = await open(address);
    await page.fill("#search", query);
    await page.locator("#results a", { hasText: title }).first().click();
    await page.waitForURL(/(notebooks|api)\/.*\.html/);
  });

  test("no page fills the list of what was found, and on a phone the list leaves the field free", async () => {
    const page = await open("index.html", 390);
    await page.fill("#search", "distillation");
    const found = page.locator("#results a");
    await found.first().waitFor();
    const links = await found.evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
    const pages = links.map((link) => link.split("#")[0]);
    expect(new Set(pages).size).toBeGreaterThan(3);
    expect(pages.filter((address) => address === pages[0]).length).toBeLessThanOrEqual(3);
    const [list, field] = [
      await page.locator("#results").boundingBox(),
      await page.locator("#search").boundingBox(),
    ];
    expect(list!.y).toBeGreaterThanOrEqual(field!.y + field!.height);
  });

  test.each([
    "index.html",
    "notebooks/zh/course/03-joint-loss.html",
    "docs/cli.html",
    "api/readme.html",
  ])("%s fits a phone", async (address) => {
    const page = await open(address, 390);
    const wider = () => document.documentElement.scrollWidth - window.innerWidth;
    expect(await page.evaluate(wider)).toBe(0);
  });

  test("light and dark follow the system until the reader chooses, and the choice is kept", async () => {
    const page = await open("index.html");
    const paper = () => getComputedStyle(document.documentElement).backgroundColor;
    const light = await page.evaluate(paper);
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = await page.evaluate(paper);
    expect(dark).not.toBe(light);
    await page.click("#theme");
    expect(await page.evaluate(paper)).toBe(light);
    await page.reload();
    expect(await page.evaluate(paper)).toBe(light);
  });

  test("nothing failed on the way, and nothing was asked of a network", () => {
    expect(wrong).toEqual([]);
  });
});
