// What a run recorded, as plain numbers: print it, plot it, save it as JSON.

/** The story of a training run; arrays hold one number per epoch. */
export interface History<K extends string = string> {
  readonly tasks: K[];
  /** Epochs that were completed. */
  readonly epochs: number;
  /** Why it ended: all epochs done, no better validation loss for `patience` epochs, or interrupted. */
  readonly stopped: "epochs" | "patience" | "interrupted";
  /** The epoch (from 0) whose weights the model holds at the end; -1 if none was completed. */
  readonly best: number;
  /** Mean training loss of each task. */
  readonly loss: Record<K, number[]>;
  /** Validation loss of each task; empty arrays without validation data. */
  readonly validation: Record<K, number[]>;
  /** Mean weight each task's loss had. */
  readonly weights: Record<K, number[]>;
  /** Which engine computed: "native", "wasm" or "js". */
  readonly engine: string;
  /** How steps ran: "compiled" to one TensorFlow graph, or "eager: " and why. */
  readonly mode: string;
}

/** One headline number per task. */
export type Scores<K extends string = string> = Record<K, number>;
