import { join } from "node:path";
import { expect, test } from "vitest";
import { compareRepresentations } from "./goldenRepresentation";

test("methods on the gradients of a representation agree with LibMTL", () => {
  const folder = join(__dirname, "../golden");
  const { passed, failed } = compareRepresentations(folder, "libmtl_rep_grad.json");
  expect(failed).toEqual([]);
  expect(passed).toBe(12);
});
