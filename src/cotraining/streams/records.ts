// The story of learning on a stream, batch by batch, as plain data.

/** Something that happened to a task. */
export interface StreamEvent {
  readonly task: string;
  readonly what: "appeared" | "returned" | "warning" | "drift" | "ended";
}

/** What happened with one batch. */
export interface StreamRecord {
  /** Counts from 0. */
  readonly batch: number;
  readonly rows: number;
  /** Tasks that the model has by now. */
  readonly tasks: string[];
  /** Mean error of each task on the batch's labelled rows, before learning from them; none for tasks without labels. */
  readonly error: Record<string, number>;
  /** The same with a fading memory: the prequential error so far. */
  readonly fading: Record<string, number>;
  /** Loss and weight of each task in the batch's last step. */
  readonly loss: Record<string, number>;
  readonly weights: Record<string, number>;
  /** Rows in the memory afterwards. */
  readonly replay: number;
  readonly events: StreamEvent[];
}
