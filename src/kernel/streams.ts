// Everything printed, in order and in few messages: pieces of text are put together and sent every 50 ms, when much has
// gathered, and before anything else is shown.
import type { Cell } from "./cell";

/** A cell that prints more than this (about 40,000 lines) is cut short, so that a runaway loop cannot freeze a browser. */
export const OUTPUT_LIMIT = 2_000_000;

const DELAY = 50;
const LARGE = 100_000;

export type StreamName = "stdout" | "stderr";

export interface Streams {
  write(cell: Cell, name: StreamName, text: string): void;
  flush(): void;
  /** Sends the rest of a cell that is done, and says how much was left out. */
  end(cell: Cell): void;
}

export function createStreams(
  send: (cell: Cell, name: StreamName, text: string) => void,
  limit = OUTPUT_LIMIT,
): Streams {
  let gathered: { cell: Cell; name: StreamName; text: string } | undefined;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (gathered !== undefined) send(gathered.cell, gathered.name, gathered.text);
    gathered = undefined;
  }

  function add(cell: Cell, name: StreamName, text: string): void {
    if (gathered !== undefined && (gathered.cell !== cell || gathered.name !== name)) flush();
    gathered ??= { cell, name, text: "" };
    gathered.text += text;
    if (gathered.text.length > LARGE) flush();
    else timer ??= setTimeout(flush, DELAY);
  }

  return {
    write(cell, name, text) {
      const room = Math.max(0, limit - cell.printed);
      cell.printed += text.length;
      if (room > 0 && text !== "") add(cell, name, text.slice(0, room));
    },
    flush,
    end(cell) {
      const left = cell.printed - limit;
      if (left > 0) add(cell, "stderr", `\n... ${left} more characters were not shown.\n`);
      flush();
    },
  };
}

/** Sends what is written to stdout and stderr by code of a cell to `streams`; the rest goes where it always went. */
export function captureOutput(streams: Streams, cell: () => Cell | undefined): void {
  for (const name of ["stdout", "stderr"] as const) {
    const stream = process[name];
    // Started from a terminal, Node would colour what goes into the notebook.
    Object.defineProperty(stream, "isTTY", { value: false });
    const original = stream.write.bind(stream) as typeof stream.write;
    stream.write = ((
      chunk: string | Uint8Array,
      encoding?: BufferEncoding | (() => void),
      callback?: () => void,
    ) => {
      const owner = cell();
      if (owner === undefined) return original(chunk, encoding as BufferEncoding, callback);
      streams.write(owner, name, typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
      const done = typeof encoding === "function" ? encoding : callback;
      if (done !== undefined) process.nextTick(done);
      return true;
    }) as typeof stream.write;
  }
}
