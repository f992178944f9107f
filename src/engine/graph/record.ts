// Runs a step once while writing down what it does: a rehearsal, after which all is as it was.
import * as tf from "@tensorflow/tfjs";
import { ATTRIBUTE, type Native } from "./native";
import { MadeVariable, type Recording } from "./recording";
import { listening, Tape, typeOf } from "./tape";

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
  } catch (error) {
    forgetGradients();
    throw error;
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

/** Where a gradient's way forth throws, TensorFlow.js forgets the tensors that it kept for the way back. */
function forgetGradients(): void {
  const { state } = tf.engine();
  if (state.gradientDepth > 0) return;
  for (const { saved } of state.activeTape ?? []) tf.dispose(saved);
  state.activeTape = [];
}
