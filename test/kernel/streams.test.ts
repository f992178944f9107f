import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createCell } from "../../src/kernel/cell";
import type { Message } from "../../src/kernel/messages";
import { createStreams } from "../../src/kernel/streams";

const cell = (count: number) => createCell(count, {} as Message);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function recorder(limit?: number) {
  const sent: [number, string, string][] = [];
  const streams = createStreams((from, name, text) => sent.push([from.count, name, text]), limit);
  return { sent, streams };
}

it("puts text together until 50 ms have passed", () => {
  const { sent, streams } = recorder();
  const one = cell(1);
  streams.write(one, "stdout", "a");
  streams.write(one, "stdout", "b");
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(50);
  expect(sent).toEqual([[1, "stdout", "ab"]]);
});

it("keeps the order of streams and cells", () => {
  const { sent, streams } = recorder();
  const [one, two] = [cell(1), cell(2)];
  streams.write(one, "stdout", "a");
  streams.write(one, "stderr", "b");
  streams.write(two, "stdout", "c");
  streams.write(one, "stdout", "d");
  streams.flush();
  expect(sent).toEqual([
    [1, "stdout", "a"],
    [1, "stderr", "b"],
    [2, "stdout", "c"],
    [1, "stdout", "d"],
  ]);
});

it("does not wait when much has gathered", () => {
  const { sent, streams } = recorder();
  streams.write(cell(1), "stdout", "x".repeat(100_001));
  expect(sent).toHaveLength(1);
});

it("cuts a cell short at the limit and says by how much", () => {
  const { sent, streams } = recorder(5);
  const one = cell(1);
  for (const text of ["abc", "def", "ghi"]) streams.write(one, "stdout", text);
  streams.end(one);
  expect(sent).toEqual([
    [1, "stdout", "abcde"],
    [1, "stderr", "\n... 4 more characters were not shown.\n"],
  ]);
});
