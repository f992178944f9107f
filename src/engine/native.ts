// Native TensorFlow: @tensorflow/tfjs-node-gpu where somebody installed it, else @tensorflow/tfjs-node.
import * as tf from "@tensorflow/tfjs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { improveKernels } from "./kernels";

/** The package that serves, or why none does. */
export type Native =
  | { loaded: string; tensorflow: string; threads: number; problem?: undefined }
  | { loaded?: undefined; problem: string };

// A build to CommonJS and a test runner that transforms modules both understand this one.
const load = createRequire(__filename);

/** Loads native TensorFlow and makes it the backend of TensorFlow.js, or says in one line why it cannot. */
export function loadNative(): Native {
  const threads = chooseThreads();
  const problems: string[] = [];
  for (const name of ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"]) {
    try {
      load(name);
      improveKernels();
      return { loaded: name, tensorflow: nativeBinding().TF_Version, threads };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const absent = code === "MODULE_NOT_FOUND" && message.includes(`'${name}'`);
      if (!absent) problems.push(message.split("\n")[0].replace(/[ .:]+$/, ""));
    }
  }
  return { problem: problems.at(-1) ?? "@tensorflow/tfjs-node is not installed" };
}

/** The N-API binding behind the native backend; only its version is read here. */
function nativeBinding(): { TF_Version: string } {
  return (tf.backend() as unknown as { binding: { TF_Version: string } }).binding;
}

/**
 * Threads one operation may use: TASKWEAVE_THREADS, else 2 (1 on a single core), from 12 cores on a quarter of them, at most
 * 4. Operations follow each other in the thread that asks: a pool for several at a time (TF_NUM_INTEROP_THREADS=2) helps
 * larger steps and costs the many small ones more (docs/performance.md). Must run before TensorFlow loads, which reads
 * these settings once.
 */
function chooseThreads(): number {
  const cores = availableParallelism();
  const rule = Math.min(cores, Math.max(2, Math.min(4, Math.floor(cores / 4))));
  const wish = Number(process.env.TASKWEAVE_THREADS ?? process.env.TF_NUM_INTRAOP_THREADS);
  const threads = wish > 0 ? wish : rule;
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  process.env.TF_NUM_INTEROP_THREADS ??= "-1";
  // The thread that asks for a convolution or product does its share instead of waiting for two others to wake up.
  process.env.TF_ONEDNN_THREADPOOL_USE_CALLER_THREAD ??= "true";
  return threads;
}
