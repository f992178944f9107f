// Looks at everything a notebook needs: Node, the engine, Python with Jupyter, the kernel.
import type { Tensor } from "@tensorflow/tfjs";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, version } from "./package";
import { findPython, installJupyter, type Python } from "./python";

/** What `doctor --json` prints. Fields are only ever added. */
export interface Diagnosis {
  /** Nothing is missing. */
  ok: boolean;
  /** This package's version. */
  taskweave: string;
  engine: {
    name: "native" | "wasm" | "js";
    why: string;
    /** Version of native TensorFlow; null on the other engines. */
    tensorflow: string | null;
    tfjs: string;
    /** Threads one operation may use; null on the other engines. */
    threads: number | null;
    /** How training steps run, found by trying: "compiled" to one TensorFlow graph, or "eager: " and why. */
    steps: string;
  };
  node: { version: string; path: string };
  python: Pick<Python, "command" | "version" | "packages"> | null;
  /** The kernel as this Python's Jupyter finds it. */
  kernel: { folder: string; node: string; main: string } | null;
  missing: Missing[];
}

/** Something that is not there, and the command (or step) that brings it. */
export interface Missing {
  what: string;
  mend: string;
}

export async function diagnose(env: NodeJS.ProcessEnv = process.env): Promise<Diagnosis> {
  const { ready, tf } = await import("../index.js");
  const { name, why, tensorflow = null, threads = null } = await ready();
  const python = findPython(env) ?? null;
  const kernel = python && readKernel(python);
  const missing: Missing[] = [];
  if (name !== "native" && !env.TASKWEAVE_ENGINE) {
    missing.push({
      what: `native TensorFlow (${name} computes, slower)`,
      mend: "npx taskweave setup",
    });
  }
  const wanted = python?.packages ?? { nbclient: null, jupyterlab: null, plotly: null };
  for (const part of ["nbclient", "jupyterlab", "plotly"] as const) {
    if (!wanted[part])
      missing.push({ what: NEEDS[part], mend: installJupyter(python ?? undefined) });
  }
  missing.push(...kernelProblems(kernel));
  return {
    ok: missing.length === 0,
    taskweave: version(),
    engine: {
      name,
      why,
      tensorflow,
      tfjs: tf.version["tfjs-core"],
      threads,
      steps: await modeOfSteps(),
    },
    node: { version: process.versions.node, path: process.execPath },
    python: python && {
      command: python.command,
      version: python.version,
      packages: python.packages,
    },
    kernel,
    missing,
  };
}

/** A step is compiled at its second call. */
async function modeOfSteps(): Promise<string> {
  const [{ tf }, { compiled }] = await Promise.all([
    import("../index.js"),
    import("../engine/graph/compiled.js"),
  ]);
  const step = compiled((x: Tensor) => tf.neg(x));
  tf.tidy(() => [1, 2].forEach((n) => step(tf.scalar(n))));
  step.dispose();
  return step.mode;
}

const NEEDS = {
  nbclient: "nbclient, which runs notebooks",
  jupyterlab: "JupyterLab, which shows them",
  plotly: "plotly for Python, whose JupyterLab extension draws figures",
};

function readKernel(python: Python): Diagnosis["kernel"] {
  const folder = python.kernels.taskweave;
  if (folder === undefined) return null;
  const { argv } = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8")) as {
    argv: [string, string];
  };
  return { folder, node: argv[0], main: argv[1] };
}

function kernelProblems(kernel: Diagnosis["kernel"]): Missing[] {
  const mend = "npx taskweave kernel install";
  if (!kernel) return [{ what: "the kernel: Jupyter does not find it", mend }];
  const gone = [kernel.node, kernel.main].filter((file) => !existsSync(file));
  if (gone.length > 0)
    return [{ what: `the kernel starts ${gone.join(" and ")}, not there`, mend }];
  const own = join(ROOT, "dist", "kernel", "main.js");
  if (kernel.main === own) return [];
  return [{ what: `the kernel belongs to another copy of taskweave (${kernel.main})`, mend }];
}
