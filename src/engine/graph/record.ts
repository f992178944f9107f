// Runs a step once while writing down which TensorFlow operations it executes on what: the recording becomes a graph.
import * as tf from "@tensorflow/tfjs";
import { ATTRIBUTE, CARRIED, type Attribute, type Native } from "./native";

/**
 * Where a value comes from: `x0` an input, `v0` a variable as the step found it, `k0` a tensor from outside the step,
 * `c0` numbers made in JavaScript, `n0:1` the second output of an operation.
 */
export type Ref = string;

/** An executed operation. */
export interface Operation {
  readonly op: string;
  readonly attributes: readonly Attribute[];
  readonly inputs: readonly Ref[];
}
/** What a placeholder must say of a value; `type` is TensorFlow's number for what it is made of. */
export interface Typed {
  readonly type: number;
  readonly shape: readonly number[];
}
/** Numbers that JavaScript made during the step. */
export interface Constant extends Typed {
  readonly values: Uint8Array | Int32Array | Float32Array;
}
/** A value that the graph hands back. */
export interface Value {
  readonly ref: Ref;
  readonly type: number;
}
/** What one run of a step did. */
export interface Recording {
  readonly operations: Operation[];
  readonly constants: Constant[];
  readonly variables: tf.Variable[];
  readonly captured: (Typed & { readonly dataId: tf.DataId })[];
  readonly outputs: Value[];
  /** The new value of each variable that the step changed. */
  readonly updates: (Value & { readonly variable: tf.Variable })[];
}

/** Why a step cannot be compiled, in plain words. */
export class NotCompilable extends Error {}
/** The step made a variable: not compilable now, but the next attempt will find the variable there. */
export class MadeVariable extends NotCompilable {}

/** Records a step. The run is a rehearsal: all variables have their old values again when it returns. */
export function record(
  native: Native,
  step: (inputs: tf.Tensor[]) => tf.Tensor[],
  inputs: readonly tf.Tensor[],
): Recording {
  const variables = Object.values(tf.engine().registeredVariables);
  for (const v of variables) if (native.tensorMap.get(v.dataId).refCount > 1) unshare(native, v);
  const kept = variables.map((v) => tf.keep(tf.clone(v)));
  const before = variables.map((v) => v.dataId);
  let recording: Recording | undefined;
  try {
    tf.tidy(() => {
      const copies = inputs.map((t) => copy(native, t));
      const tape = new Tape(native, copies, variables);
      const run = () => step(copies);
      const value = (t: tf.Tensor) => ({ ref: tape.ref(t), type: typeOf(native, t) });
      const outputs = listening(native, tape, run).map(value);
      if (Object.keys(tf.engine().registeredVariables).length !== variables.length) {
        throw new MadeVariable("the step makes a variable each time it runs");
      }
      const updates = variables.flatMap((variable, i) =>
        variable.dataId === before[i] ? [] : [{ variable, ...value(variable) }],
      );
      const { operations, constants, captured } = tape;
      recording = { operations, constants, captured, outputs, updates, variables: tape.read };
    });
    return recording!;
  } finally {
    variables.forEach((v, i) => v.dataId !== before[i] && v.assign(kept[i] as never));
    tf.dispose(kept);
  }
}

// Values are told apart by their data ids. Two that share their data now may differ at a later call: before a recording
// each input and each variable gets an id of its own (native code still shares the memory).

function copy(native: Native, t: tf.Tensor): tf.Tensor {
  const attributes = [
    { name: "T", type: ATTRIBUTE.type, value: native.tensorMap.get(t.dataId).dtype },
  ];
  return native.executeSingleOutput("Identity", attributes, [t]);
}

function unshare(native: Native, variable: tf.Variable): void {
  const own = copy(native, variable);
  variable.assign(own as never);
  own.dispose();
}

/** Gives every value that the step touches its Ref. Values are known by their data id, whatever tensors share it. */
class Tape {
  readonly operations: Operation[] = [];
  readonly constants: Constant[] = [];
  readonly captured: Recording["captured"] = [];
  readonly read: tf.Variable[] = [];
  private readonly refs = new Map<tf.DataId, Ref>();
  private readonly variables: Map<tf.DataId, tf.Variable>;
  private readonly made = new Map<tf.DataId, Constant["values"]>();

  constructor(
    private readonly native: Native,
    inputs: tf.Tensor[],
    variables: tf.Variable[],
  ) {
    this.variables = new Map(variables.map((v) => [v.dataId, v]));
    inputs.forEach((t, i) => this.refs.set(t.dataId, `x${i}`));
  }

  ref(t: tf.TensorInfo): Ref {
    const known = this.refs.get(t.dataId);
    if (known) return known;
    const ref = this.met(t);
    this.refs.set(t.dataId, ref);
    return ref;
  }

  private met({ dataId, shape, dtype }: tf.TensorInfo): Ref {
    const type = typeOf(this.native, { dataId });
    if (!CARRIED.has(type)) throw new NotCompilable(`the step uses a ${dtype} tensor`);
    const variable = this.variables.get(dataId);
    if (variable) return `v${this.read.push(variable) - 1}`;
    const values = this.made.get(dataId);
    if (values) return `c${this.constants.push({ type, shape, values }) - 1}`;
    return `k${this.captured.push({ type, shape, dataId }) - 1}`;
  }

  wrote(id: tf.DataId, values: tf.BackendValues): void {
    this.made.set(id, values as Constant["values"]);
  }

  executed(op: string, given: Attribute[], inputs: tf.TensorInfo[], made: tf.Tensor[]): void {
    // The one type that tfjs-node leaves for TensorFlow to guess, which it does not do in graphs.
    const T = () => ({ name: "T", type: ATTRIBUTE.type, value: typeOf(this.native, inputs[0]) });
    const attributes = op === "ExpandDims" ? [...given, T()] : given;
    const n = this.operations.push({ op, attributes, inputs: inputs.map((t) => this.ref(t)) }) - 1;
    made.forEach((t, i) => this.refs.set(t.dataId, `n${n}:${i}`));
  }
}

/** Runs the step while the tape hears of every operation, and of every attempt to look at a value. */
function listening(native: Native, tape: Tape, step: () => tf.Tensor[]): tf.Tensor[] {
  const original = { ...pick(native) };
  const engine = tf.engine() as { readSync: unknown; read: unknown };
  const looked = () => {
    throw new NotCompilable(
      "the step reads a tensor's values (dataSync, arraySync, data, array, print or a loop on values)",
    );
  };
  native.write = (values, shape, dtype) => {
    const id = original.write.call(native, values, shape, dtype);
    tape.wrote(id, values);
    return id;
  };
  native.executeSingleOutput = (op, attributes, inputs) => {
    const made = original.executeSingleOutput.call(native, op, attributes, inputs);
    tape.executed(op, attributes, inputs, [made]);
    return made;
  };
  native.executeMultipleOutputs = (op, attributes, inputs, outputs) => {
    const made = original.executeMultipleOutputs.call(native, op, attributes, inputs, outputs);
    tape.executed(op, attributes, inputs, made);
    return made;
  };
  // Kernels ask the backend, people ask the engine: only what people look at could steer the step.
  engine.readSync = engine.read = looked;
  try {
    return step();
  } finally {
    const own = native as unknown as Record<string, unknown>;
    for (const name of Object.keys(original)) delete own[name];
    Reflect.deleteProperty(engine, "readSync");
    Reflect.deleteProperty(engine, "read");
  }
}

const typeOf = (native: Native, t: { dataId: tf.DataId }) => native.tensorMap.get(t.dataId).dtype;

const pick = ({ write, executeSingleOutput, executeMultipleOutputs }: Native) => ({
  write,
  executeSingleOutput,
  executeMultipleOutputs,
});
