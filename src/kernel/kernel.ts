// The kernel's side of the conversation: one request after another, each between "busy" and "idle".
import { randomUUID } from "node:crypto";
import { setNotebook } from "../notebook";
import { cellName, cellOf, interruptCell, type Cell } from "./cell";
import { typescriptVersion } from "./compiler";
import { render, type Renderer } from "./display/render";
import { describeError } from "./errors";
import { execute } from "./execution";
import { complete, inspectAt, isComplete } from "./language";
import { compose, PROTOCOL_VERSION, type Content, type Message, type Outgoing } from "./messages";
import { createPrelude } from "./prelude";
import { createSession } from "./session";
import { createShows } from "./shows";
import { captureOutput, createStreams } from "./streams";

export interface KernelOptions {
  send: (message: Outgoing) => void;
  /** Counts the interrupts of the running cell; zero between cells. */
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
  /** A promise of a cell was rejected and nothing awaits it. */
  reject(reason: unknown): void;
}

export function createKernel({
  send,
  interrupts,
  version,
  renderers,
  exit,
}: KernelOptions): Kernel {
  const id = randomUUID();
  const queue: Message[] = [];
  const inputs: string[] = [];
  let working = false;
  let count = 0;
  let running: Cell | undefined;
  /** Rejections that no running cell could report. */
  const overdue: unknown[] = [];
  let answer: ((text: string) => void) | undefined;

  const publish = (type: string, content: Content, parent?: Message): void =>
    send(compose("iopub", type, content, parent, id));
  const current = (): Cell | undefined => cellOf.getStore() ?? running;
  const streams = createStreams((cell, name, text) =>
    publish("stream", { name, text }, cell.request),
  );
  const shows = createShows((cell, type, content) => {
    streams.flush();
    publish(type, content, cell.request);
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
    ask,
  });
  const session = createSession(interrupts, () => running, prelude);

  const chores = session.chores();

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

  /** Answers to requests other than execute_request: the content of the reply. */
  const answers: Record<string, (content: Content) => Content> = {
    kernel_info_request: () => kernelInfo(version),
    complete_request: (content) => complete(session, content),
    inspect_request: (content) => inspectAt(session, content),
    is_complete_request: (content) => isComplete(session, content),
    comm_info_request: () => ({ status: "ok", comms: {} }),
    history_request: () => ({ status: "ok", history: inputs.map((code, at) => [0, at + 1, code]) }),
    interrupt_request: () => (interrupt(), { status: "ok" }),
    shutdown_request: ({ restart }) => ({ status: "ok", restart }),
  };

  async function handle(request: Message): Promise<void> {
    const type = request.header.msg_type;
    publish("status", { execution_state: "busy" }, request);
    if (type === "execute_request") await handleExecute(request);
    else if (type === "comm_open")
      publish("comm_close", { comm_id: request.content.comm_id, data: {} }, request);
    else if (Object.hasOwn(answers, type)) reply(request, tryTo(answers[type]!, request.content));
    publish("status", { execution_state: "idle" }, request);
    if (type === "shutdown_request") exit();
    if (type === "kernel_info_request") setImmediate(warmUp);
  }

  /** Loads what the first cell needs while the user still reads: the compiler, the types and code of the library. */
  function warmUp(): void {
    const next = queue.length > 0 ? undefined : chores.shift();
    if (next === undefined) return;
    next();
    setTimeout(warmUp);
  }

  async function handleExecute(request: Message): Promise<void> {
    const { code, silent, store_history, stop_on_error } = request.content;
    if (!silent && store_history !== false) inputs[count++] = code as string;
    const parts = { session, streams, shows, renderers, publish, setRunning };
    const content = await execute(parts, request, count);
    reply(request, content);
    if (content.status === "error" && stop_on_error !== false) await abortQueued();
  }

  /** What was sent before the front end could know of the error is not run. */
  async function abortQueued(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 20));
    for (const request of queue.filter(
      (waiting) => waiting.header.msg_type === "execute_request",
    )) {
      queue.splice(queue.indexOf(request), 1);
      publish("status", { execution_state: "busy" }, request);
      reply(request, { status: "aborted", execution_count: count });
      publish("status", { execution_state: "idle" }, request);
    }
  }

  async function work(): Promise<void> {
    if (working) return;
    working = true;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await handle(next);
    working = false;
  }

  function reply(request: Message, content: Content): void {
    const type = request.header.msg_type.replace(/_request$/, "_reply");
    send(compose(request.channel, type, content, request, id));
  }

  function setRunning(cell: Cell | undefined): void {
    running = cell;
    cell?.rejections.push(...overdue.splice(0));
    if (cell === undefined) Atomics.store(interrupts, 0, 0);
  }

  function interrupt(): void {
    if (running === undefined) Atomics.store(interrupts, 0, 0);
    else {
      Atomics.compareExchange(interrupts, 0, 0, 1);
      interruptCell(running);
    }
  }

  /** Asks the user; the answer comes on the stdin channel. */
  function ask(prompt: string, password: boolean): Promise<string> {
    const request = current()?.request;
    if (request?.content.allow_stdin !== true)
      return Promise.reject(
        new Error(`Nobody can answer "${prompt}" here: this front end has no input.`),
      );
    streams.flush();
    return new Promise((resolve) => {
      answer = resolve;
      const question = compose("stdin", "input_request", { prompt, password }, request, id);
      send(question);
    });
  }

  return {
    receive(message) {
      if (message.header.msg_type === "input_reply") answer?.(String(message.content.value));
      else if (message.channel === "control") void handle(message);
      else {
        queue.push(message);
        void work();
      }
    },
    interrupt,
    reject(reason) {
      const cell = current();
      if (cell === running) return void running?.rejections.push(reason);
      // The cell is done and answered, so the one that runs now, or the next, has to say it.
      const late = new Error(`${cellName(cell!)} is done, but a promise of it was rejected.`, {
        cause: reason,
      });
      (running?.rejections ?? overdue).push(late);
    },
  };
}

function tryTo(answer: (content: Content) => Content, content: Content): Content {
  try {
    return answer(content);
  } catch (error) {
    return { status: "error", ...describeError(error) };
  }
}

function kernelInfo(version: string): Content {
  return {
    status: "ok",
    protocol_version: PROTOCOL_VERSION,
    implementation: "taskweave",
    implementation_version: version,
    language_info: {
      name: "typescript",
      version: typescriptVersion(),
      mimetype: "text/typescript",
      file_extension: ".ts",
      codemirror_mode: "typescript",
      pygments_lexer: "typescript",
    },
    banner: `taskweave ${version}, TypeScript ${typescriptVersion()}, Node ${process.version}`,
    help_links: [{ text: "TypeScript", url: "https://www.typescriptlang.org/docs/" }],
  };
}
