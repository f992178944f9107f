import { join } from "node:path";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { expectNoLeak } from "../toys";
import { read } from "../weighting/goldenInputs";
import { architectureError, type ArchitectureCase } from "./goldenArchitectures";

const folder = join(__dirname, "../golden");
const { cases } = read<{ cases: ArchitectureCase[] }>(folder, "libmtl_architectures.json");

describe("architectures give LibMTL's outputs from LibMTL's weights", () => {
  it.each(cases.map((c) => ({ name: c.architecture, tasks: c.T, c })))(
    "$name, $tasks tasks",
    async ({ c }) => {
      expect(await expectNoLeak(() => architectureError(c))).toBeLessThan(1e-5);
    },
  );
});
