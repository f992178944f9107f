// Writes down which TensorFlow operations a step executes on what.
import * as tf from "@tensorflow/tfjs";
import { ATTRIBUTE, CARRIED, RESOURCE, type Attribute, type Native } from "./native";
import {
  NotCompilable,
  type Constant,
  type Operation,
  type Recording,
  type Ref,
} from "./recording";

/** Gives every value that the step touches its Ref. Values are known by their data id, whatever tensors share it. */
export class Tape {
  readonly operations: Operation[] = [];
  readonly constants: Constant[] = [];
  readonly captured: Recording["captured"] = [];
  readonly read: tf.Variable[] = [];
  private readonly refs = new Map<tf.DataId, Ref>();
  private readonly variables: Map<tf.DataId, tf.Variable>;
  private readonly touched = new Map<tf.DataId, Ref>();
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
    const n = this.operations.length;
    const refs = [...inputs.map((t) => this.ref(t)), ...this.turn(n, inputs)];
    this.operations.push({ op, attributes, inputs: refs });
    made.forEach((t, i) => this.refs.set(t.dataId, `n${n}:${i}`));
  }

  /** Operations on a variable of TensorFlow's own wait for each other, in the order in which they were written. */
  private turn(n: number, inputs: tf.TensorInfo[]): Ref[] {
    const variables = inputs.filter((t) => typeOf(this.native, t) === RESOURCE);
    const before = variables.flatMap(({ dataId }) => this.touched.get(dataId) ?? []);
    for (const { dataId } of variables) this.touched.set(dataId, `^n${n}`);
    return [...new Set(before)];
  }
}

/** Runs the step while the tape hears of every operation, and of every attempt to look at a value. */
export function listening(native: Native, tape: Tape, step: () => tf.Tensor[]): tf.Tensor[] {
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

export const typeOf = (native: Native, t: { dataId: tf.DataId }) =>
  native.tensorMap.get(t.dataId).dtype;

const pick = ({ write, executeSingleOutput, executeMultipleOutputs }: Native) => ({
  write,
  executeSingleOutput,
  executeMultipleOutputs,
});
