import { describe, expect, it } from "vitest";
import type { MimeBundle } from "../../src/notebook";
import { progress } from "../../src/training/progress";

const recorded = () => {
  const shown: { bundle: MimeBundle; id?: string }[] = [];
  const book = {
    display: (bundle: MimeBundle, o?: { id?: string }) => void shown.push({ bundle, id: o?.id }),
    signal: new AbortController().signal,
  };
  return { book, shown };
};

describe("progress", () => {
  it("rewrites one line of a terminal, cut to its width, and ends it", () => {
    let written = "";
    const terminal = { isTTY: true, columns: 30, write: (text: string) => (written += text) };
    const line = progress({ terminal });
    line.update(0.5, "epoch 1 of 2");
    expect(written).toBe("\r━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌ epoch 1\x1b[K".slice(0, -3) + " \x1b[K");
    line.note("why");
    expect(written.endsWith("\r\x1b[Kwhy\n")).toBe(true);
    line.end("2 epochs");
    expect(written.endsWith("\r2 epochs\x1b[K\n")).toBe(true);
  });

  it("is one picture in a notebook, whose last state is plain text", () => {
    const { book, shown } = recorded();
    const [one, two] = [progress({ book }), progress({ book })];
    one.update(0.25, "a < b");
    one.end("2 epochs  a 0.1");
    two.end("2 epochs");
    expect(shown[0].bundle["text/html"]).toBe('<progress value="0.250"></progress> a &lt; b');
    expect(shown[1].bundle).toEqual({ "text/plain": "2 epochs  a 0.1" });
    expect(shown[0].id).toBe(shown[1].id);
    expect(shown[2].id).not.toBe(shown[0].id);
  });

  it("keeps notes: beside the picture in a notebook, on a line where output goes to a file", () => {
    const { book, shown } = recorded();
    const [line, text] = [progress({ book }), "why"];
    line.update(0, "epoch 1");
    line.note(text);
    expect(shown[1]).toEqual({ bundle: { "text/plain": text }, id: undefined });
    let written = "";
    progress({ terminal: { write: (text: string) => (written += text) } }).note(text);
    expect(written).toBe("why\n");
  });

  it("is silent where nobody looks, and when told to", () => {
    const { book, shown } = recorded();
    let written = "";
    const terminal = { isTTY: false, write: (text: string) => (written += text) };
    progress({ terminal }).update(0.5, "text");
    progress({ terminal: { ...terminal, isTTY: true }, shown: false }).end("text");
    progress({ book, shown: false }).note("text");
    expect([written, shown]).toEqual(["", []]);
  });
});
