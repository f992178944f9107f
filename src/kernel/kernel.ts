// The kernel put together: what it publishes, what it answers, and which cell is running.
import { randomUUID } from "node:crypto";
import { setNotebook } from "../notebook";
import { cellName, cellOf, interruptCell, type Cell } from "./cell";
import { render, type Renderer } from "./display/render";
import { execute } from "./execution";
import { kernelInfo } from "./info";
import { createInput } from "./input";
import { complete, inspectAt, isComplete } from "./language";
import { compose, type Content, type Message, type Outgoing } from "./messages";
import { createPrelude } from "./prelude";
import { createSession } from "./session";
import { createShell } from "./shell";
import { createShows } from "./shows";
import { captureOutput, createStreams } from "./streams";

/** Without a request for so long (in milliseconds), the kernel uses the time. Front ends that connect ask repeatedly. */
const QUIET = 300;
/** Between two pieces of that use, for requests to come in. */
const BREATH = 50;

export interface KernelOptions {
  send: (message: Outgoing) => void;
  /** Counts the interrupts of the running cell at [0]; zero between cells. */
  interrupts: Int32Array;
  /** The version of this package. */
  version: string;
  renderers: readonly Renderer[];
  /** Ends the process, after what was sent has left. */
  exit: () => void;
}

export interface Kernel {
  receive(message: Message): void;
  /** The stop button, or Ctrl-C. */
  interrupt(): void;
  /** Something failed and no code caught it: a promise nobody awaits, a timer. */
  reject(reason: unknown): void;
}

export function createKernel(options: KernelOptions): Kernel {
  const { send, interrupts, version, renderers, exit } = options;
  const id = randomUUID();
  const inputs: string[] = [];
  let count = 0;
  let running: Cell | undefined;
  /** Failures that no running cell could report. */
  const overdue: unknown[] = [];

  const current = (): Cell | undefined => cellOf.getStore() ?? running;
  const publish = (type: string, content: Content, parent?: Message): void =>
    send(compose("iopub", type, content, parent, id));
  const streams = createStreams((cell, name, text) =>
    publish("stream", { name, text }, cell.request),
  );
  const shows = createShows((cell, type, content) => {
    streams.flush();
    publish(type, content, cell.request);
  });
  const input = createInput((type, content, to) => {
    streams.flush();
    send(compose("stdin", type, content, to, id));
  });
  const prelude = createPrelude({
    async display(value, id) {
      const cell = current();
      if (cell !== undefined) shows.show(cell, await render(value, renderers), { id });
    },
    clear(wait) {
      streams.flush();
      publish("clear_output", { wait }, current()?.request);
    },
    ask: (question, password) => input.ask(current()?.request, question, password),
  });
  const session = createSession(interrupts, () => running, prelude);
  const chores = session.chores();
  let quiet: NodeJS.Timeout | undefined;
  const shell = createShell({
    publish,
    reply(request, content) {
      const type = request.header.msg_type.replace(/_request$/, "_reply");
      send(compose(request.channel, type, content, request, id));
    },
    execute(request) {
      const { code, silent, store_history } = request.content;
      if (!silent && store_history !== false) inputs[count++] = code as string;
      return execute({ session, streams, shows, renderers, publish, setRunning }, request, count);
    },
    answers: {
      kernel_info_request: () => kernelInfo(version),
      complete_request: (content) => complete(session, content),
      inspect_request: (content) => inspectAt(session, content),
      is_complete_request: (content) => isComplete(session, content),
      comm_info_request: () => ({ status: "ok", comms: {} }),
      history_request: () => ({ status: "ok", history: inputs.map((code, i) => [0, i + 1, code]) }),
      interrupt_request: () => (interrupt(), { status: "ok" }),
      shutdown_request: ({ restart }) => ({ status: "ok", restart }),
    },
    answered(type) {
      if (type === "shutdown_request") exit();
      clearTimeout(quiet);
      quiet = setTimeout(warmUp, QUIET);
    },
  });

  captureOutput(streams, current);
  setNotebook({
    display(bundle, options) {
      const cell = current();
      if (cell !== undefined) shows.show(cell, bundle, options);
    },
    get signal() {
      if (running === undefined) return new AbortController().signal;
      running.listening = true;
      return running.abort.signal;
    },
  });
  publish("status", { execution_state: "starting" });

  /** Loads what the first cell needs while the user still reads: compiler, types and code of the library. */
  function warmUp(): void {
    const next = shell.busy() ? undefined : chores.shift();
    if (next === undefined) return;
    next();
    quiet = setTimeout(warmUp, BREATH);
  }

  function setRunning(cell: Cell | undefined): void {
    running = cell;
    cell?.rejections.push(...overdue.splice(0));
    if (cell === undefined) Atomics.store(interrupts, 0, 0);
  }

  function interrupt(): void {
    if (running === undefined) return void Atomics.store(interrupts, 0, 0);
    Atomics.compareExchange(interrupts, 0, 0, 1);
    interruptCell(running);
  }

  function reject(reason: unknown): void {
    const cell = current();
    if (cell === undefined) return console.error(reason);
    if (cell === running) return void cell.rejections.push(reason);
    // The cell is done and answered, so the one that runs now, or the next, has to say it.
    const message = `${cellName(cell)} is done, but a promise of it was rejected.`;
    (running?.rejections ?? overdue).push(new Error(message, { cause: reason }));
  }

  return {
    receive(message) {
      if (message.header.msg_type === "input_reply") input.answer(message);
      else shell.receive(message);
    },
    interrupt,
    reject,
  };
}
