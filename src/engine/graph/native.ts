// The door to native TensorFlow: the parts of tfjs-node's backend that recording and running graphs need, typed.
import * as tf from "@tensorflow/tfjs";

/** One attribute of an operation, as tfjs-node writes it; `type` is TensorFlow's TF_AttrType. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}
/** What native code says of a tensor it made; `dtype` is TensorFlow's number for it. */
export interface Made {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}
interface Stored {
  id: number;
  shape: number[];
  dtype: number;
  /** Data not handed to native code yet. */
  values: tf.BackendValues | null;
  refCount: number;
}
/** tfjs-node's backend: tensors are data ids here and integer handles in native code. */
export interface Native {
  readonly binding: {
    createTensor(shape: number[], dtype: number, values: tf.BackendValues): number;
    deleteTensor(id: number): void;
    loadSavedModel(folder: string, tags: string): number;
    deleteSavedModel(model: number): void;
    runSavedModel(model: number, ids: number[], inputs: string, outputs: string): Made[];
  };
  readonly tensorMap: { get(id: tf.DataId): Stored; has(id: tf.DataId): boolean };
  write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): tf.DataId;
  createOutputTensor(made: Made): tf.Tensor;
  executeSingleOutput(op: string, attributes: Attribute[], inputs: tf.TensorInfo[]): tf.Tensor;
  executeMultipleOutputs(
    op: string,
    attributes: Attribute[],
    inputs: tf.TensorInfo[],
    outputs: number,
  ): tf.Tensor[];
}

/** The native backend, if it is the one that computes. */
export function native(): Native | undefined {
  return tf.getBackend() === "tensorflow" ? (tf.backend() as unknown as Native) : undefined;
}

/** The native handle of a tensor's data, which is handed over now if it has not been yet. */
export function handle({ binding, tensorMap }: Native, data: tf.DataId): number {
  const stored = tensorMap.get(data);
  if (stored.values != null) {
    stored.id = binding.createTensor(stored.shape, stored.dtype, stored.values);
    stored.values = null;
  }
  return stored.id;
}

/** TensorFlow's numbers for the types a graph may hold (tensorflow/core/framework/types.proto). */
export const TYPES: Partial<Record<tf.DataType, number>> = { float32: 1, int32: 3, bool: 10 };
/** TensorFlow.js has no 64-bit integers, some operations ask for one. */
export const INT64 = 9;
/** The handle of a variable of TensorFlow's own. */
export const RESOURCE = 20;
/** The types that a graph here carries. */
export const CARRIED: ReadonlySet<number> = new Set([...Object.values(TYPES), INT64]);
/** TensorFlow's TF_AttrType. */
export const ATTRIBUTE = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5 } as const;
