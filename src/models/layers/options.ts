// How layers keep their options in a file. TensorFlow.js puts every text of a configuration in snake case and back again,
// which spoils the names of tasks; only what is called "name" it leaves alone.
import type * as tf from "@tensorflow/tfjs";

interface Written {
  readonly name: string;
}

/** What the constructor of a layer gets: its options as they are, or as they were written. */
export interface Config<O extends object> {
  readonly options: O | Written;
  readonly name?: string;
}

export function optionsOf<O extends object>({ options }: Config<O>): O {
  return "name" in options ? (JSON.parse(options.name) as O) : options;
}

export function written(options: object): { options: tf.serialization.ConfigDict } {
  return { options: { name: JSON.stringify(options) } };
}
