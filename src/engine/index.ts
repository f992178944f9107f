// Where numbers are computed: native TensorFlow, else WASM, else plain JavaScript. Chosen once, when the library is imported.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import { shareWithDanfo } from "./danfo";
import { loadNative } from "./native";
import { quiet } from "./quiet";
import { startWasm } from "./wasm";

/** The engine that computes, and why it was chosen. */
export interface Engine {
  readonly name: "native" | "wasm" | "js";
  /** In plain words, for a person: `doctor` prints it. */
  readonly why: string;
  /** Version of the native TensorFlow library. */
  readonly tensorflow?: string;
  /** Threads one operation may use (native only). */
  readonly threads?: number;
}

/** How to get the native engine, for messages. */
export const MEND = "Run: npx taskweave setup";

let current: Engine;
const settled: Promise<Engine> = select(process.env.TASKWEAVE_ENGINE);
// Without a listener a WASM start that fails would end the process before anyone calls ready().
settled.catch(() => undefined);

/**
 * The engine that computes right now. Native TensorFlow is there from the first line; where it is missing, plain
 * JavaScript computes until WASM has started (see `ready`).
 *
 * @example
 * engine().name; // "native"
 */
export function engine(): Engine {
  return current;
}

/**
 * Resolves when the engine will change no more, with that engine. `fit` and `evaluate` wait for it by themselves.
 * Rejects when TASKWEAVE_ENGINE=wasm and WASM cannot start.
 */
export function ready(): Promise<Engine> {
  return settled;
}

/** Sets `current` before it returns; the promise is for the switch to WASM. TASKWEAVE_ENGINE forces one of the three. */
function select(forced: string | undefined): Promise<Engine> {
  if (forced && !["native", "wasm", "js"].includes(forced)) {
    throw expected(
      "TASKWEAVE_ENGINE to be native, wasm or js",
      `"${forced}"`,
      "Correct it, or unset it to take the fastest engine that works here.",
    );
  }
  quiet();
  const because = forced ? `TASKWEAVE_ENGINE=${forced}` : undefined;
  const native = forced && forced !== "native" ? undefined : loadNative();
  if (native?.loaded) {
    const { tensorflow, threads, loaded } = native;
    shareWithDanfo(loaded);
    current = {
      name: "native",
      why: because ?? "native TensorFlow is installed",
      tensorflow,
      threads,
    };
    return Promise.resolve(current);
  }
  if (forced === "native") {
    throw expected("native TensorFlow, as TASKWEAVE_ENGINE=native asks", native!.problem!, MEND);
  }
  const missing = because ?? `native TensorFlow does not load: ${native!.problem}. ${MEND}`;
  shareWithDanfo("@tensorflow/tfjs");
  tf.setBackend("cpu");
  const js: Engine = (current = { name: "js", why: missing });
  if (forced === "js") return Promise.resolve(js);
  current = { name: "js", why: `${missing}; WASM is starting` };
  return startWasm().then(
    () => (current = { name: "wasm", why: missing }),
    (error: Error) => {
      if (forced === "wasm")
        throw expected("WASM to start", error.message, "Use TASKWEAVE_ENGINE=js.");
      return (current = { ...js, why: `${missing}; WASM does not start: ${error.message}` });
    },
  );
}
