// Every golden file of LibMTL, TorchJD and the exact solvers against our methods, one row per file and method.
import { join } from "node:path";
import { expect, test } from "vitest";
import { compare } from "./golden";
import { rows } from "./goldenRows";

const folder = join(__dirname, "../golden");

test.each(rows.map((row) => [row.file, row.method ?? "", row] as const))(
  "%s %s agrees with ours at their scale",
  (_file, _method, row) => {
    const { passed, failed } = compare(folder, row);
    expect(passed).toBeGreaterThan(0);
    expect(failed).toEqual([]);
  },
);
