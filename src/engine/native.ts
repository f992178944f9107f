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

/** Must run before TensorFlow loads, which reads its thread pools' sizes from the environment once. */
function chooseThreads(): number {
  const wish = Number(process.env.TASKWEAVE_THREADS ?? process.env.TF_NUM_INTRAOP_THREADS);
  if (!(wish > 0)) return availableParallelism();
  process.env.TF_NUM_INTRAOP_THREADS = String(wish);
  return wish;
}
