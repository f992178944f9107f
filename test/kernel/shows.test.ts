import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createCell } from "../../src/kernel/cell";
import type { Message } from "../../src/kernel/messages";
import { createShows } from "../../src/kernel/shows";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function recorder() {
  const sent: [string, unknown][] = [];
  const shows = createShows((_cell, type, content) => sent.push([type, content.data]));
  return { sent, shows };
}

it("shows a picture at once and updates it with the newest only", () => {
  const { sent, shows } = recorder();
  const cell = createCell(1, {} as Message);
  for (let i = 0; i < 5; i++) shows.show(cell, { "text/plain": `${i}` }, { id: "live" });
  expect(sent).toEqual([["display_data", { "text/plain": "0" }]]);
  vi.advanceTimersByTime(100);
  expect(sent.slice(1)).toEqual([["update_display_data", { "text/plain": "4" }]]);
});

it("sends what is held back when the cell ends", () => {
  const { sent, shows } = recorder();
  const cell = createCell(1, {} as Message);
  shows.show(cell, { "text/plain": "first" }, { id: "live" });
  shows.show(cell, { "text/plain": "last" }, { id: "live" });
  shows.flush();
  expect(sent.at(-1)).toEqual(["update_display_data", { "text/plain": "last" }]);
  vi.advanceTimersByTime(200);
  expect(sent).toHaveLength(2);
});

it("a cell that runs again shows a new picture under the same id", () => {
  const { sent, shows } = recorder();
  for (const count of [1, 2])
    shows.show(createCell(count, {} as Message), { "text/plain": "" }, { id: "live" });
  expect(sent.map(([type]) => type)).toEqual(["display_data", "display_data"]);
});
