// A data set is named inputs (views, modalities) and named targets (tasks); a NaN target is an unlabelled example.
import * as tf from "@tensorflow/tfjs";
import { expected, list } from "../errors";
import { DISPLAY, type MimeBundle } from "../notebook";
import { labelledRows, rowsToKeep } from "./labels";
import { find, mapNamed, shapes, type Named } from "./named";
import { shuffled, type Rng } from "./random";
import { describe, toHTML, toText } from "./summary";

/**
 * Named inputs [n, ...] and named targets [n] or [n, k], all float32 with one row per example; a NaN in a target's row
 * means that the row has no label for that task. A data set owns its tensors: `dispose()` frees them. Each part it
 * gives out (`split`, `rows`, `batches`, ...) owns tensors of its own.
 *
 * Made by `fromArrays`, `fromTable`, `fromTensors`, or a reader such as `digits`.
 *
 * @example
 * const [train, test] = digits().split(0.8, seeded(1));
 * const few = train.hide("digit", 50, seeded(2)); // 50 labels of "digit" kept, five of each class or so
 */
export class Dataset {
  /** Number of examples. */
  readonly size: number;

  /** Takes the tensors over as they are. Own data come in through `fromTensors`, which checks them. */
  constructor(
    readonly inputs: Named,
    readonly targets: Named,
  ) {
    this.size = Object.values(inputs)[0].shape[0];
  }

  /** Two disjoint random parts; the first holds `fraction` of the rows. RangeError if either would be empty. */
  split(fraction: number, rng: Rng): [Dataset, Dataset] {
    const first = Math.round(fraction * this.size);
    if (!(first >= 1 && first < this.size)) {
      throw expected(
        `a fraction that leaves rows on both sides of a split of ${this.size} rows`,
        String(fraction),
        "Choose a fraction between 0 and 1, such as 0.8.",
      );
    }
    const order = shuffled(Array(this.size).keys(), rng);
    return [this.rows(order.slice(0, first)), this.rows(order.slice(first))];
  }

  /** The rows with these numbers, in this order; a row may come twice. RangeError for a row that is not there. */
  rows(index: ArrayLike<number>): Dataset {
    const rows = Array.from(index);
    const wrong = rows.find((row) => !Number.isInteger(row) || row < 0 || row >= this.size);
    if (rows.length === 0 || wrong !== undefined) {
      throw expected(
        `row numbers from 0 to ${this.size - 1}`,
        rows.length === 0 ? "no rows" : String(wrong),
        "Choose at least one row of this data set.",
      );
    }
    const at = tf.tensor1d(rows, "int32");
    const part = this.map((tensor) => tf.gather(tensor, at));
    at.dispose();
    return part;
  }

  /**
   * A copy in which `target` keeps the labels of `keep` random rows; the others become NaN. The rows kept show every
   * class: one of each is drawn first (a regression's values are classes too where there are no more than `keep`).
   */
  hide(target: string, keep: number, rng: Rng): Dataset {
    const labels = find(this.targets, target, "target");
    const values = labels.dataSync();
    const kept = new Set(rowsToKeep({ target, values, size: this.size, keep, rng }));
    const width = values.length / this.size;
    const hidden = values.map((value, i) => (kept.has(Math.floor(i / width)) ? value : NaN));
    const inputs = mapNamed(this.inputs, (tensor) => tensor.clone());
    return new Dataset(
      inputs,
      mapNamed(this.targets, (tensor, name) =>
        name === target ? tf.tensor(hidden, tensor.shape) : tensor.clone(),
      ),
    );
  }

  /** The rows that have a label for `target`. RangeError if there is none. */
  labelled(target: string): Dataset {
    return this.rows(labelledRows(find(this.targets, target, "target").dataSync(), this.size));
  }

  /** The same rows with these inputs and targets only. Nothing is copied: tensors share their memory. */
  select(inputs: readonly string[], targets: readonly string[]): Dataset {
    if (inputs.length === 0) {
      throw expected(
        "at least one input",
        "none",
        `Choose from ${list(Object.keys(this.inputs))}.`,
      );
    }
    const pick = (from: Named, names: readonly string[], kind: string) =>
      Object.fromEntries(names.map((name) => [name, find(from, name, kind)]));
    const chosen = [pick(this.inputs, inputs, "input"), pick(this.targets, targets, "target")];
    const [x, y] = chosen.map((named) => mapNamed(named, (tensor) => tensor.clone()));
    return new Dataset(x, y);
  }

  /** These rows, then the other's. RangeError unless both have the same inputs and targets, of the same shapes. */
  concat(other: Dataset): Dataset {
    const [mine, theirs] = [this.shapes(), other.shapes()];
    if (mine !== theirs) {
      throw expected(`a data set with ${mine}`, theirs, "Leave out what only one has: select().");
    }
    const join = (first: Named, second: Named) =>
      mapNamed(first, (tensor, name) => tf.concat([tensor, second[name]]));
    return new Dataset(join(this.inputs, other.inputs), join(this.targets, other.targets));
  }

  /** Batch after batch, shuffled if an rng is given; the last may be smaller. The caller disposes each. */
  *batches(batchSize: number, rng?: Rng): Generator<Dataset> {
    if (!(Number.isInteger(batchSize) && batchSize >= 1)) {
      throw expected("a batch size of at least 1", String(batchSize), "Give a whole number.");
    }
    const order = rng && Int32Array.from(shuffled(Array(this.size).keys(), rng));
    for (let from = 0; from < this.size; from += batchSize) {
      const length = Math.min(batchSize, this.size - from);
      const at = order && tf.tensor1d(order.subarray(from, from + length), "int32");
      const batch = this.map((each) => (at ? tf.gather(each, at) : tf.slice(each, from, length)));
      at?.dispose();
      yield batch;
    }
  }

  /** Frees the tensors. */
  dispose(): void {
    tf.dispose([Object.values(this.inputs), Object.values(this.targets)]);
  }

  toString(): string {
    return toText(this.size, describe(this.inputs, this.targets));
  }

  /** How the data set shows itself in a notebook: a line per input and target. */
  [DISPLAY](): MimeBundle {
    const lines = describe(this.inputs, this.targets);
    return { "text/plain": toText(this.size, lines), "text/html": toHTML(this.size, lines) };
  }

  private shapes(): string {
    return `inputs ${shapes(this.inputs)} and targets ${shapes(this.targets)}`;
  }

  private map(change: (tensor: tf.Tensor) => tf.Tensor): Dataset {
    return new Dataset(mapNamed(this.inputs, change), mapNamed(this.targets, change));
  }
}
