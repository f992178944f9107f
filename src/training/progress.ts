// One line that shows how far a run is: in a terminal, in Jupyter, and nowhere else.
import { randomUUID } from "node:crypto";
import { notebook, type Notebook } from "../notebook";

/** Where progress is shown; `update` may be called as often as there is something new. */
export interface Progress {
  /** `done` from 0 to 1. */
  update(done: number, text: string): void;
  /** A remark that stays, above the line; also where there is no terminal (standard error then). */
  note(text: string): void;
  /** The last word, which stays: it must not change from run to run, so no timings here. */
  end(text: string): void;
}

/** Part of a terminal's stream. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const SILENT: Progress = { update() {}, note() {}, end() {} };
const WIDTH = 20;

/** The progress that fits the surroundings, of which files and pipes get notes only; `shown: false` is silent everywhere. */
export function progress(
  o: { shown?: boolean; terminal?: Terminal; book?: Notebook } = {},
): Progress {
  const { shown = true, terminal = process.stderr, book = notebook() } = o;
  if (!shown) return SILENT;
  if (book) return inNotebook(book);
  if (terminal.isTTY) return inTerminal(terminal);
  return { ...SILENT, note: (text) => void terminal.write(`${text}\n`) };
}

function inTerminal(terminal: Terminal): Progress {
  const write = (text: string) => {
    // A line that wraps could not be overwritten.
    terminal.write(`\r${text.slice(0, (terminal.columns ?? 80) - 1)}\x1b[K`);
  };
  return {
    update: (done, text) => write(`${bar(done)} ${text}`),
    note: (text) => void terminal.write(`\r\x1b[K${text}\n`),
    end: (text) => {
      write(text);
      terminal.write("\n");
    },
  };
}

function inNotebook(book: Notebook): Progress {
  const id = randomUUID(); // A notebook may show the progress of several runs at once.
  return {
    update: (done, text) => {
      const html = `<progress value="${done.toFixed(3)}"></progress> ${escaped(text)}`;
      book.display({ "text/plain": `${bar(done)} ${text}`, "text/html": html }, { id });
    },
    note: (text) => book.display({ "text/plain": text }),
    end: (text) => book.display({ "text/plain": text }, { id }),
  };
}

function bar(done: number): string {
  const full = Math.round(done * WIDTH);
  return "━".repeat(full) + "╌".repeat(WIDTH - full);
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]!);
}
