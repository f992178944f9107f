import { afterEach, describe, expect, it, vi } from "vitest";
import { DISPLAY, type MimeBundle } from "../../src/notebook";
import * as plot from "../../src/plot";
import { PLOTLY_MIME, type PlotlyJSON } from "../../src/plot/figure";
import type { History } from "../../src/training/history";
import { live } from "../../src/training/live";

const story = (...loss: number[]): History<"a"> => ({
  tasks: ["a"],
  epochs: loss.length,
  stopped: "epochs",
  best: loss.length - 1,
  loss: { a: loss },
  validation: { a: [] },
  weights: { a: loss.map(() => 1) },
  engine: "js",
  mode: "eager: a test",
});

const recorded = () => {
  const shown: { bundle: MimeBundle; id?: string }[] = [];
  const display = (bundle: MimeBundle, o?: { id?: string }) =>
    void shown.push({ bundle, id: o?.id });
  return { shown, book: { display, signal: new AbortController().signal } };
};

afterEach(() => vi.restoreAllMocks());

describe("the live picture of a run", () => {
  it("grows in place in a notebook, sketched once for each epoch, and ends as the figure", () => {
    const { shown, book } = recorded();
    const picture = live<"a">(plot.losses, book);
    for (const history of [story(), story(2, 1), story(2, 1), story(2, 1, 1)])
      picture.update(history);
    picture.end(story(2, 1, 0.5));
    const types = shown.map(({ bundle }) => Object.keys(bundle)[0]);
    expect(types).toEqual(["image/svg+xml", "image/svg+xml", PLOTLY_MIME]);
    const { data } = shown[2]!.bundle[PLOTLY_MIME] as PlotlyJSON;
    expect(data[0]!.y).toEqual([2, 1, 0.5]);
    expect(new Set(shown.map(({ id }) => id)).size).toBe(1);
    expect(shown[0]!.id).toBeDefined();
  });

  it("has its own place for each run", () => {
    const { shown, book } = recorded();
    for (const run of [live<"a">(plot.losses, book), live<"a">(plot.losses, book)])
      run.end(story(1));
    expect(shown[0]!.id).not.toBe(shown[1]!.id);
  });

  it("is one line of text at the end where nothing can be drawn", () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const picture = live<"a">(plot.losses, undefined);
    picture.update(story(2));
    picture.end(story(2, 1));
    expect(log.mock.calls).toEqual([['Figure "Loss of each task" (1 trace)']]);
  });

  it("is not there without an epoch, or without a function that draws", () => {
    const { shown, book } = recorded();
    const draw = vi.fn(() => ({ [DISPLAY]: () => ({}) }));
    live(draw, book).end(story());
    live(undefined, book).end(story(1));
    expect(draw).not.toHaveBeenCalled();
    expect(shown).toEqual([]);
  });
});
