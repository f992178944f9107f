import { describe, expect, it } from "vitest";
import "../../src/engine";
import { adapters } from "../../src/models/adapters";
import { dropout, flatten, mlp } from "../../src/models/blocks";
import { cgc } from "../../src/models/cgc";
import { crossStitch } from "../../src/models/crossStitch";
import { dselectK } from "../../src/models/dselectK";
import { hardSharing } from "../../src/models/hardSharing";
import { ltb } from "../../src/models/ltb";
import { mmoe } from "../../src/models/mmoe";
import { sharedPrivate } from "../../src/models/sharedPrivate";
import { sluice } from "../../src/models/sluice";
import { options } from "./table";

describe("bad options are one clear error", () => {
  const o = options;
  it.each([
    [
      () => mmoe({ ...o, experts: 0 }),
      "experts of mmoe() to be a whole number from 1 up. Found 0.",
    ],
    [() => cgc({ ...o, shared: -1 }), "shared experts of cgc() to be a whole number from 0 up"],
    [() => cgc({ ...o, own: { aSize: 1 } }), 'own experts of task "种类_b" in cgc()'],
    [() => crossStitch({ ...o, keep: 2 }), "keep to be from 0 to 1. Found 2."],
    [() => crossStitch({ ...o, encoder: [flatten(), dropout(0.1)] }), "an encoder with weights"],
    [() => sluice({ ...o, encoder: mlp([3]) }), "a multiple of 2, the number of subspaces"],
    [() => dselectK({ ...o, gamma: 0 }), "gamma above 0. Found 0."],
    [() => ltb({ ...o, temperature: 0 }), "temperature above 0. Found 0."],
    [() => adapters({ ...o, rank: 0 }), "rank of adapters() to be a whole number from 1 up"],
    [() => sharedPrivate({ ...o, encoder: [] }), "an encoder with weights to learn. Found none."],
  ])("%#", (build, message) => {
    expect(build).toThrow(message);
  });

  it("a model to start from with another encoder", () => {
    const base = hardSharing({ ...o, encoder: mlp([3]) });
    expect(() => adapters({ ...o, from: base })).toThrow(
      "[6, 4] [4] [4, 4] [4]. Found [6, 3] [3].",
    );
    base.dispose();
  });
});
