// The networks and batches that every engine trains: sizes only, so that each can build them in its own way (anchors.py does).
export interface Workload {
  readonly name: "i" | "ii" | "iii" | "iv" | "v";
  readonly title: string;
  readonly batch: number;
  /** Shape of one example; words are numbers below `vocabulary`. */
  readonly input: number[];
  readonly vocabulary?: number;
  /** Classes of each head: all are softmax with cross entropy. */
  readonly heads: number[];
  /** Steps in one turn: short enough that all engines meet the same load. */
  readonly steps: number;
}

export const WORKLOADS: readonly Workload[] = [
  {
    name: "i",
    title: "MLP 28-128, two heads, B32",
    batch: 32,
    input: [28],
    heads: [10, 2],
    steps: 100,
  },
  { name: "ii", title: "MLP 784-512, B128", batch: 128, input: [784], heads: [10], steps: 30 },
  {
    name: "iii",
    title: "embedding 5000x64, length 40, LSTM 64, two heads, B32",
    batch: 32,
    input: [40],
    vocabulary: 5000,
    heads: [5, 2],
    steps: 20,
  },
  {
    name: "iv",
    title: "CNN 16-32-64, two heads, B32",
    batch: 32,
    input: [28, 28, 1],
    heads: [10, 10],
    steps: 30,
  },
  {
    name: "v",
    title: "MLP 28-128, PCGrad on 5 heads, B32",
    batch: 32,
    input: [28],
    heads: [3, 3, 3, 3, 3],
    steps: 30,
  },
];
