// What the library and the notebook around it say to each other. The kernel puts a Notebook on globalThis; without one
// (a script, a test, another kernel) the library prints plain text instead.

/** Mime type to content: a JSON value for `...+json` types, text otherwise (base64 for binary types). */
export type MimeBundle = Record<string, unknown>;

/** A notebook front end, as its kernel offers it. */
export interface Notebook {
  /** Shows a bundle in the cell that is running. A second call with the same `id` replaces the first one's picture. */
  display(bundle: MimeBundle, options?: { id?: string; metadata?: Record<string, unknown> }): void;
  /** Aborted when the user interrupts the running cell; a new signal for every cell. */
  readonly signal: AbortSignal;
}

const KEY = Symbol.for("taskweave.notebook");

/** The notebook this code runs in, if any. */
export function notebook(): Notebook | undefined {
  return (globalThis as Record<symbol, unknown>)[KEY] as Notebook | undefined;
}

/** Announces the notebook (the kernel calls this before the first cell; tests may pass a recorder). */
export function setNotebook(value: Notebook | undefined): void {
  (globalThis as Record<symbol, unknown>)[KEY] = value;
}

/** The method that gives an object its picture in a notebook, as in Deno's kernel: it returns a MimeBundle. */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display") as never;
