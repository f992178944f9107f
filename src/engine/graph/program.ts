// From a recording to one TensorFlow graph in a session, run by one call.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { ATTRIBUTE, handle, TYPES, type Attribute, type Made, type Native } from "./native";
import { constantNode, savedModel, type Node } from "./protobuf";
import type { Recording, Ref, Typed } from "./recording";

/** A number that the graph is given anew at each run, in place of the constant `constant` of the recording. */
export interface Tied {
  readonly constant: number;
  value(): number;
}

/** A compiled step for inputs of certain shapes. */
export interface Program {
  /** False once a tensor or variable it needs has been disposed. */
  alive(): boolean;
  /** Gives the outputs and moves the variables on. */
  run(inputs: readonly tf.Tensor[]): tf.Tensor[];
  dispose(): void;
}

/** Compiles a recording. */
export function compile(
  native: Native,
  recording: Recording,
  inputs: readonly tf.Tensor[],
  tied: readonly Tied[],
): Program {
  const { variables, captured, updates } = recording;
  const feeds = [
    ...inputs.map((t, i) => placeholder(`x${i}`, typed(t))),
    ...variables.map((t, i) => placeholder(`v${i}`, typed(t))),
    ...captured.map((t, i) => placeholder(`k${i}`, t)),
    ...tied.map(({ constant }) => placeholder(`c${constant}`, recording.constants[constant])),
  ];
  const given = new Set(tied.map(({ constant }) => constant));
  const constants = recording.constants.flatMap((c, i) =>
    given.has(i) ? [] : constantNode(`c${i}`, c),
  );
  const operations = recording.operations.map(({ op, attributes, inputs }, i): Node => ({
    name: `n${i}`,
    op,
    attributes,
    inputs,
  }));
  // A value that no operation made cannot be fetched as it is.
  const copies: Node[] = [];
  const fetches = [...recording.outputs, ...updates].map(({ ref, type }) => {
    if (ref.startsWith("n")) return ref;
    copies.push(identity(`y${copies.length}`, ref, type));
    return `y${copies.length - 1}:0`;
  });
  const names = feeds.map(({ name }) => `${name}:0`).join(",");
  const session = load(native, savedModel([...feeds, ...constants, ...operations, ...copies]));
  const scalars = tied.map(({ value }) => new Scalar(value));
  const { binding, tensorMap } = native;

  return {
    alive: () =>
      variables.every((v) => !v.isDisposed) && captured.every((t) => tensorMap.has(t.dataId)),
    run(given) {
      const fed = [...given, ...variables, ...captured, ...scalars.map((s) => s.tensor())];
      const ids = fed.map((t) => handle(native, t.dataId));
      const made = binding.runSavedModel(session, ids, names, fetches.join(","));
      const count = recording.outputs.length;
      updates.forEach(({ variable }, i) => replace(native, variable, made[count + i]));
      return made.slice(0, count).map((m) => native.createOutputTensor(m));
    },
    dispose() {
      binding.deleteSavedModel(session);
      for (const scalar of scalars) scalar.dispose();
    },
  };
}

function typed({ shape, dtype }: tf.Tensor): Typed {
  return { shape, type: TYPES[dtype]! };
}

function placeholder(name: string, { shape, type }: Typed): Node {
  const attributes: Attribute[] = [
    { name: "dtype", type: ATTRIBUTE.type, value: type },
    { name: "shape", type: ATTRIBUTE.shape, value: shape },
  ];
  return { name, op: "Placeholder", inputs: [], attributes };
}

function identity(name: string, input: Ref, type: number): Node {
  const attributes = [{ name: "T", type: ATTRIBUTE.type, value: type }];
  return { name, op: "Identity", inputs: [input], attributes };
}

/** A session for a graph. Native code loads graphs from a folder only. */
function load({ binding }: Native, model: Uint8Array): number {
  const folder = mkdtempSync(join(tmpdir(), "taskweave-"));
  try {
    writeFileSync(join(folder, "saved_model.pb"), model);
    return binding.loadSavedModel(folder, "serve");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Gives a variable the value that native code made. */
function replace(native: Native, variable: tf.Variable, made: Made): void {
  const stored = native.tensorMap.get(variable.dataId);
  if (stored.refCount === 1) {
    // Nobody else holds this data: changing the handle is ten times cheaper than variable.assign.
    native.binding.deleteTensor(stored.id);
    stored.id = made.id;
    return;
  }
  const value = native.createOutputTensor(made);
  variable.assign(value as never);
  value.dispose();
}

/** A number as a tensor that is made again only when the number changes. */
class Scalar {
  private last = NaN;
  private held?: tf.Tensor;
  constructor(private readonly value: () => number) {}

  tensor(): tf.Tensor {
    const now = this.value();
    if (!this.held || now !== this.last) {
      this.held?.dispose();
      this.held = tf.keep(tf.scalar(now));
      this.last = now;
    }
    return this.held;
  }
  dispose(): void {
    this.held?.dispose();
  }
}
