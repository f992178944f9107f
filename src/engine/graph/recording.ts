// What one run of a step did, in a form that becomes a graph; and why a step cannot be written down.
import type * as tf from "@tensorflow/tfjs";
import type { Attribute } from "./native";

/**
 * Where a value comes from: `x0` an input, `v0` a variable as the step found it, `k0` a tensor from outside the step,
 * `c0` numbers made in JavaScript, `n0:1` the second output of an operation, `^n0` nothing but
 * that operation 0 comes first.
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
