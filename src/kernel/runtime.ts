// What a cell's code calls while it runs: the `__cell` of rewrite.ts.
import { Interrupted, type Cell } from "./cell";

export interface Runtime {
  /** Makes the cell's top-level names live in `exports`, where later cells find them. */
  bind(accessors: object): void;
  /** Throws once the user has interrupted; called in every turn of every loop. */
  check(): void;
  /** An await of the cell itself; ends when the user interrupts. */
  wait(value: unknown): unknown;
  /** An await in a function of the cell. */
  waitInside(value: unknown): unknown;
  /** The items of a `for await`. */
  each(items: AsyncIterable<unknown> | Iterable<unknown>): AsyncIterable<unknown>;
}

/** `interrupts` is shared with the sockets' thread, so a loop sees an interrupt although no event can reach it. */
export function createRuntime(
  exports: object,
  interrupts: Int32Array,
  running: () => Cell | undefined,
): Runtime {
  function check(): void {
    const count = Atomics.load(interrupts, 0);
    if (count !== 0 && !(count === 1 && running()?.listening)) throw new Interrupted();
  }

  function waitInside(value: unknown): unknown {
    check();
    const cell = running();
    if (cell === undefined || !isThenable(value)) return value;
    return new Promise((resolve, reject) => {
      cell.waiting.add(reject);
      const settled = (): void => void cell.waiting.delete(reject);
      value.then(
        (result) => (settled(), resolve(result)),
        (reason) => (settled(), reject(reason as Error)),
      );
    });
  }

  async function wait(value: unknown): Promise<unknown> {
    try {
      return await waitInside(value);
    } finally {
      const cell = running();
      if (cell !== undefined) cell.listening = false;
    }
  }

  async function* each(items: AsyncIterable<unknown> | Iterable<unknown>): AsyncIterable<unknown> {
    const iterator =
      Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
    try {
      for (;;) {
        const next = (await waitInside(iterator.next())) as IteratorResult<unknown>;
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }

  return {
    bind(accessors) {
      for (const [name, accessor] of Object.entries(Object.getOwnPropertyDescriptors(accessors)))
        Object.defineProperty(exports, name, { ...accessor, configurable: true });
    },
    check,
    wait,
    waitInside,
    each,
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === "function";
}
