// JupyterLab and Chromium, started for a test and stopped after it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { installKernelSpec } from "../../src/kernel/spec";

const TOKEN = "taskweave-test";
const BROWSERS = ["chromium", "chromium-browser", "google-chrome"].map(
  (name) => `/usr/bin/${name}`,
);

export interface Lab {
  /** The address of a page of the server, with its token. */
  url(path: string): string;
  /** GET of the REST interface. */
  get<T>(path: string): Promise<T>;
  stop(): Promise<void>;
}

/** Where Chromium is: $CHROMIUM, or a usual place. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM, ...BROWSERS].find((path) => path && existsSync(path));
}

/** Starts JupyterLab of this Python on `root`; what it would keep of the user's settings lies in `own`. */
export async function startLab(python: string, root: string, own: string): Promise<Lab> {
  installKernelSpec({ prefix: own });
  const port = await freePort();
  const path = `${dirname(python)}${delimiter}${process.env.PATH}`;
  const server = spawn(
    python,
    [
      "-m",
      "jupyterlab",
      "--no-browser",
      "--allow-root",
      "--ip=127.0.0.1",
      `--port=${port}`,
      "--port-retries=0",
      `--IdentityProvider.token=${TOKEN}`,
      `--ServerApp.root_dir=${root}`,
    ],
    {
      stdio: ["ignore", "ignore", "pipe"],
      env: {
        ...process.env,
        PATH: path,
        JUPYTER_CONFIG_DIR: join(own, "config"),
        JUPYTER_DATA_DIR: join(own, "data"),
        JUPYTER_PATH: join(own, "share", "jupyter"), // searched first: the kernel of this copy
        JUPYTERLAB_SETTINGS_DIR: join(own, "settings"),
        JUPYTERLAB_WORKSPACES_DIR: join(own, "workspaces"),
      },
    },
  );
  let log = "";
  server.stderr.on("data", (chunk) => (log = (log + chunk).slice(-3000)));
  const ended = new Promise<void>((done) => server.on("close", () => done()));
  const url = (page: string) =>
    `http://127.0.0.1:${port}${page}${page.includes("?") ? "&" : "?"}token=${TOKEN}`;
  const get = async <T>(page: string) => (await (await fetch(url(page))).json()) as T;
  const stop = async () => {
    server.kill("SIGTERM"); // it ends its kernels
    await ended;
  };
  await until("JupyterLab answers", () => {
    if (server.exitCode !== null) throw new Error(`JupyterLab ended by itself:\n${log}`);
    return get("/api/status").then(
      () => true,
      () => false,
    );
  });
  return { url, get, stop };
}

/** Asks until the answer is yes; fails after `seconds`, saying what it waited for. */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  seconds = 90,
): Promise<void> {
  for (let waited = 0; waited < seconds; waited += 0.3) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 300));
  }
  throw new Error(`Waited ${seconds} s in vain until ${what}.`);
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}
