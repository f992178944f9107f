// A step that runs as one TensorFlow graph: tf.function for TensorFlow.js on its native engine.
import * as tf from "@tensorflow/tfjs";
import { flatten, like, type Outputs, type Tensors } from "./containers";
import { native, type Native } from "./native";
import { compile, type Program } from "./program";
import { record } from "./record";
import { MadeVariable, NotCompilable } from "./recording";
import { tie } from "./tie";

/** How to compile. */
export interface CompileOptions {
  /** False runs every step as it is written. Default true. */
  compile?: boolean;
  /** Optimizers whose learning rate may change from step to step. */
  optimizers?: readonly tf.Optimizer[];
  /** Hears, once, why a step cannot be compiled. Default: says nothing; `mode` tells. */
  onEager?: (reason: string) => void;
}

/** A step, and how it runs. */
export interface Compiled<I extends Tensors, O extends Outputs> {
  /** The outputs belong to the caller. */
  (inputs: I): O;
  /** "compiled", or "eager: " and the reason; "unused" before the first call. */
  readonly mode: string;
  /** Frees the graphs; the step can still be called. */
  dispose(): void;
}

/**
 * Makes a step fast: its first call runs as written, at the second it is rehearsed twice, written down and compiled to one
 * TensorFlow graph, and later calls run that graph, with the same numbers. One graph is kept per combination of input
 * shapes. A step that cannot be compiled faithfully runs as written, and `mode` says why.
 *
 * The step must do all its work with tensors: it may read and change tf.Variables and apply a tf.Optimizer, but numbers
 * that change from call to call must come in as tensors, and effects on JavaScript objects happen while recording only.
 *
 * @example
 * const optimizer = tf.train.adam(0.01);
 * const step = compiled(
 *   ({ x, y }) => optimizer.minimize(() => tf.losses.meanSquaredError(y, net.apply(x)), true),
 *   { optimizers: [optimizer] },
 * );
 * const loss = step({ x, y });
 */
export function compiled<I extends Tensors, O extends Outputs>(
  step: (inputs: I) => O,
  { compile = true, optimizers = [], onEager }: CompileOptions = {},
): Compiled<I, O> {
  const variants = new Map<string, Variant>();
  let mode = "unused";
  let told = false;
  const eager = (reason: string) => {
    mode = `eager: ${reason}`;
    if (!told) onEager?.(reason);
    told = true;
  };
  const call = (inputs: I): O => {
    const backend = native();
    if (!compile) {
      mode = "eager: compile is false";
      return tidied(step, inputs);
    }
    if (!backend) {
      eager(`only native TensorFlow runs compiled steps, this is ${tf.getBackend()}`);
      return tidied(step, inputs);
    }
    const flat = flatten(inputs);
    const key = flat.map(({ shape, dtype }) => `${dtype}${shape}`).join(";");
    let variant = variants.get(key);
    if (!variant) variants.set(key, (variant = { attempts: 0 }));
    if (variant.program && !variant.program.alive()) {
      variant.program.dispose();
      variant.program = undefined;
    }
    if (!variant.program && !variant.refused) attempt(backend, variant, inputs, flat);
    if (!variant.program) return tidied(step, inputs);
    return like(variant.shape!, variant.program.run(flat)) as O;
  };

  /** The first call of all runs as written: optimizers and layers make their variables then. */
  function attempt(backend: Native, variant: Variant, inputs: I, flat: tf.Tensor[]): void {
    if (variants.size === 1 && variant.attempts++ === 0) {
      mode = "eager: a step is compiled at its second call";
      return;
    }
    try {
      const run = (copies: tf.Tensor[]) => {
        variant.shape = step(like(inputs, [...copies]) as I);
        return flatten(variant.shape);
      };
      const rehearse = () => record(backend, run, flat);
      const { recording, tied } = tie(rehearse, optimizers);
      variant.program = compileGraph(backend, recording, flat, tied);
      mode = "compiled";
    } catch (error) {
      if (error instanceof MadeVariable && variant.attempts < 3) return;
      variant.refused = true;
      const { message } = error as Error;
      eager(error instanceof NotCompilable ? message : `it fails when recorded: ${message}`);
    }
  }

  return Object.defineProperties(call, {
    mode: { get: () => mode },
    dispose: {
      value: () => {
        for (const { program } of variants.values()) program?.dispose();
        variants.clear();
      },
    },
  }) as Compiled<I, O>;
}

const compileGraph = compile;

/** What is known of the step for inputs of certain shapes. */
interface Variant {
  attempts: number;
  refused?: boolean;
  program?: Program;
  /** An example of the outputs, for their arrangement only: its tensors are gone. */
  shape?: Outputs;
}

function tidied<I, O extends Outputs>(step: (inputs: I) => O, inputs: I): O {
  return tf.tidy(() => step(inputs) as tf.TensorContainer) as O;
}
