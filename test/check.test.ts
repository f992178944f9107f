import { expect, test, vi } from "vitest";
import { attempt, check } from "../src/check";

test("a claim that holds prints itself with its numbers, to three digits", () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  check("sharing helps", true, { shared: 0.93449999, alone: 0.9, epochs: 30, rule: "equal" });
  check("nothing to add", true);
  const lines = log.mock.calls.flat();
  log.mockRestore();
  expect(lines).toEqual([
    "✓ sharing helps (shared = 0.934, alone = 0.9, epochs = 30, rule = equal)",
    "✓ nothing to add",
  ]);
});

test("a claim that does not hold is an error with the claim and its numbers", () => {
  const claim = () => check("sharing helps", 0.9 > 0.93, { shared: 0.9, alone: 0.93 });
  expect(claim).toThrow("✗ sharing helps (shared = 0.9, alone = 0.93)");
});

test("an attempt prints what does not hold yet, and a hint, and goes on", () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  attempt("sharing helps", true, { shared: 0.93 });
  attempt("sharing helps", false, { shared: 0.89 });
  const lines = log.mock.calls.flat();
  log.mockRestore();
  expect(lines).toEqual([
    "✓ sharing helps (shared = 0.93)",
    "✗ sharing helps (shared = 0.89)\n  Not yet. Change the cells above, and run them again.",
  ]);
});
