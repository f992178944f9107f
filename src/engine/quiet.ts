// What has to be in place before TensorFlow.js computes: two functions Node 24 removed, and silence on standard error.
import * as tf from "@tensorflow/tfjs";
import util from "node:util";

/** Puts back what tfjs-node 4.22 calls and newer Nodes lack or warn about, and turns greetings off. */
export function quiet(): void {
  Object.assign(util, { isNullOrUndefined: (v: unknown) => v == null, isArray: Array.isArray });
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  // The plain JavaScript backend greets with an advertisement for tfjs-node at its first tensor.
  const cpu = tf.findBackend("cpu") as unknown as { firstUse: boolean } | null;
  if (cpu) cpu.firstUse = false;
}
