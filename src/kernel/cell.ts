// The cell that is running: its number, whom to answer, and how it is stopped.
import { AsyncLocalStorage } from "node:async_hooks";
import type { Message } from "./messages";

/** How long library code that listens to the signal may take to end by itself after an interrupt, in milliseconds. */
const GRACE = 10_000;

export interface Cell {
  /** The n of In [n]. */
  readonly count: number;
  readonly request: Message;
  /** Its signal is aborted by an interrupt; the library listens to it. */
  readonly abort: AbortController;
  /** Whether the library holds the signal, so that an await may end by itself (with a history, say). */
  listening: boolean;
  /** Rejects of the awaits that are pending in cell code. */
  readonly waiting: Set<(reason: Interrupted) => void>;
  /** Characters printed so far. */
  printed: number;
  /** Reasons of promises that were rejected while nothing awaited them. */
  readonly rejections: unknown[];
}

/** The reason a cell ends after the stop button. */
export class Interrupted extends Error {
  override name = "Interrupted";
  constructor() {
    super("The cell was interrupted.");
  }
}

/** Which cell a piece of running code belongs to, also after that cell is done. */
export const cellOf = new AsyncLocalStorage<Cell>();

export function createCell(count: number, request: Message): Cell {
  return {
    count,
    request,
    abort: new AbortController(),
    listening: false,
    waiting: new Set(),
    printed: 0,
    rejections: [],
  };
}

/** The name of a cell in stack traces. */
export function cellName(cell: Cell): string {
  return `cell[${cell.count}].ts`;
}

/** Tells the library to stop and ends the awaits; the second time, and after the grace, without waiting for the library. */
export function interruptCell(cell: Cell): void {
  const again = cell.abort.signal.aborted;
  const reason = new Interrupted();
  cell.abort.abort(reason);
  const end = (): void => {
    for (const reject of [...cell.waiting]) reject(reason);
  };
  if (again || !cell.listening) end();
  else setTimeout(end, GRACE).unref();
}
