// Training computes on the one thread there is; now and then everybody else gets a turn.
import { setImmediate } from "node:timers/promises";

/** Between two turns of the event loop, in milliseconds: interrupts, output and live figures wait this long at most. */
const PERIOD = 100;

/** A function that lets the event loop run whenever its time has come, calling `beforehand` first. */
export function turns(now: () => number, beforehand: () => void): () => Promise<void> {
  let last = now();
  return async () => {
    if (now() - last < PERIOD) return;
    beforehand();
    await setImmediate();
    last = now();
  };
}
