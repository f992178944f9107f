// Every architecture with its weights counted by hand, for tests that hold for all of them.
import { mlp } from "../../src/models/blocks";
import { adapters } from "../../src/models/adapters";
import { adaTT } from "../../src/models/adaTT";
import { cgc } from "../../src/models/cgc";
import { crossStitch } from "../../src/models/crossStitch";
import { dselectK } from "../../src/models/dselectK";
import { hardSharing } from "../../src/models/hardSharing";
import { ltb } from "../../src/models/ltb";
import { mmoe } from "../../src/models/mmoe";
import type { Model, ModelOptions } from "../../src/models/model";
import { mtan } from "../../src/models/mtan";
import { ple } from "../../src/models/ple";
import { separate } from "../../src/models/separate";
import { sharedPrivate } from "../../src/models/sharedPrivate";
import { slicedOutputs } from "../../src/models/slicedOutputs";
import { sluice } from "../../src/models/sluice";
import { softSharing } from "../../src/models/softSharing";
import { classification } from "../../src/tasks/classification";
import { regression } from "../../src/tasks/regression";

/** Six numbers, two stages of four units, heads of 1 and 2 units. */
export const tasks = { aSize: regression(), 种类_b: classification(2) };
export type Options = ModelOptions<typeof tasks>;
export const options: Options = { inputs: { x: [6] }, encoder: mlp([4, 4]), tasks };

const [one, two] = [6 * 4 + 4, 4 * 4 + 4];
const tower = one + two;
const heads = 5 + 10;

export interface Row {
  name: string;
  make: (o: Options) => Model<typeof tasks>;
  /** All weights, counters of draws included. */
  count: number;
  /** Trainable weights that both tasks reach. */
  shared: number;
}

export const table: Row[] = [
  { name: "hardSharing", make: hardSharing, count: tower + heads, shared: tower },
  { name: "separate", make: separate, count: 2 * tower + heads, shared: 0 },
  {
    name: "softSharing",
    make: (o) => softSharing({ ...o, lambda: 0.1 }),
    count: 2 * tower + heads,
    shared: 0,
  },
  { name: "sharedPrivate", make: sharedPrivate, count: 3 * tower + heads, shared: tower },
  {
    name: "adapters",
    make: (o) => adapters({ ...o, rank: 2 }),
    count: tower + 2 * 2 * (6 + 4 + 4 + 4) + heads,
    shared: tower,
  },
  { name: "slicedOutputs", make: slicedOutputs, count: tower + heads, shared: tower + heads },
  // Stitches: 2 sources x 4 channels per task and stage; those of the last stage have one task each.
  {
    name: "crossStitch",
    make: crossStitch,
    count: 2 * tower + 4 * 8 + heads,
    shared: 2 * tower + 16,
  },
  // The same number of subspace weights, 2 x 4 per task and stage; and 2 skip weights per task.
  { name: "sluice", make: sluice, count: 2 * tower + 4 * 8 + 4 + heads, shared: 2 * tower + 16 },
  {
    name: "mmoe",
    make: (o) => mmoe({ ...o, experts: 3 }),
    count: 3 * tower + 2 * (6 * 3 + 3) + heads,
    shared: 3 * tower,
  },
  {
    name: "cgc",
    make: (o) => cgc({ ...o, shared: 2, own: { aSize: 1, 种类_b: 2 } }),
    count: 5 * tower + (6 * 3 + 3) + (6 * 4 + 4) + heads,
    shared: 2 * tower,
  },
  {
    name: "ple",
    make: (o) => ple({ ...o, shared: 2 }),
    count: 4 * tower + 2 * (6 * 3 + 3) + (6 * 4 + 4) + 2 * (4 * 3 + 3) + heads,
    // Own experts of the first stage reach the other task along the shared path.
    shared: 4 * one + (6 * 4 + 4) + 2 * two,
  },
  {
    name: "ple without a shared path",
    make: (o) => ple({ ...o, shared: 2, sharedPath: false }),
    count: 4 * tower + 2 * (6 * 3 + 3) + 2 * (4 * 3 + 3) + heads,
    shared: 2 * tower,
  },
  {
    name: "adaTT",
    make: adaTT,
    count: 4 * tower + 2 * (6 * 4 + 4) + 2 * (4 * 4 + 4) + 2 * 2 * 2 + heads,
    shared: 4 * tower + 2 * (6 * 4 + 4) + 2 * 2,
  },
  {
    name: "dselectK",
    make: dselectK,
    count: 4 * tower + 2 * (6 * 4 + 4 + 6 * 2 + 2) + heads,
    shared: 4 * tower,
  },
  { name: "ltb", make: ltb, count: 2 * tower + 2 * (2 + 1) + heads, shared: 2 * one },
  {
    name: "mtan",
    make: mtan,
    count: tower + 2 * (4 * 4 + 4 + two + two + 8 * 4 + 4 + two) + heads,
    shared: tower,
  },
];
