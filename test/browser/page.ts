// A page of JupyterLab in headless Chromium, with notebooks of its own.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { ROOT } from "../cli/cli";
import { startLab, until, type Lab } from "./lab";

export interface LabPage {
  page: Page;
  /** Errors of scripts in the page. */
  errors: string[];
  /** Opens a notebook and waits for its kernel. */
  open(name: string): Promise<void>;
  runAll(): Promise<void>;
  /** Waits until the server says that no cell of this notebook runs. */
  idle(name: string): Promise<void>;
  /** Keeps a picture beside $SCREENSHOT, if that is set. */
  shoot(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface LabPageOptions {
  python: string;
  executablePath: string;
  /** Names and the sources of their cells. */
  notebooks: Record<string, string[]>;
}

interface Session {
  path: string;
  kernel: { execution_state: string; connections: number };
}

export async function openLab(options: LabPageOptions): Promise<LabPage> {
  const { python, executablePath, notebooks } = options;
  const folder = mkdtempSync(join(tmpdir(), "taskweave-lab-"));
  const root = join(folder, "notebooks");
  mkdirSync(join(root, "node_modules"), { recursive: true });
  symlinkSync(ROOT, join(root, "node_modules", "taskweave"), "junction");
  for (const [name, sources] of Object.entries(notebooks))
    writeFileSync(join(root, name), JSON.stringify(notebook(sources)));
  const lab = await startLab(python, root, join(folder, "jupyter"));
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  // Tall, because JupyterLab draws only the cells in sight.
  const page = await browser.newPage({ viewport: { width: 1300, height: 1600 } });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  return {
    page,
    errors,
    async open(name) {
      await page.goto(lab.url(`/lab/tree/${name}?reset`));
      await page.waitForSelector(".jp-NotebookPanel .jp-Cell", { timeout: 60_000 });
      // The toolbar says "idle" before there is a kernel, and Run All would be lost: ask the server.
      await untilIdle(lab, name);
    },
    async runAll() {
      await page.click('.lm-MenuBar-item:has-text("Run")');
      await page.click('li[data-command="runmenu:run-all"]');
    },
    idle: (name) => untilIdle(lab, name),
    async shoot(name) {
      const path = process.env.SCREENSHOT?.replace(/\.png$/, `-${name}.png`);
      if (path) await page.screenshot({ path });
    },
    async close() {
      await browser.close();
      await lab.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function untilIdle(lab: Lab, name: string): Promise<void> {
  return until(`the kernel of ${name} is idle`, async () => {
    const sessions = await lab.get<Session[]>("/api/sessions");
    return sessions.some(
      ({ path, kernel: k }) => path === name && k.execution_state === "idle" && k.connections > 0,
    );
  });
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
