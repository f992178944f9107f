// The requests of the front end: one after another, each between "busy" and "idle".
import { describeError } from "./errors";
import type { Content, Message } from "./messages";

export interface ShellParts {
  publish: (type: string, content: Content, request: Message) => void;
  reply: (request: Message, content: Content) => void;
  /** Runs an execute_request and gives the content of its reply. */
  execute: (request: Message) => Promise<Content>;
  /** Answers to all other requests, by type. */
  answers: Record<string, (content: Content) => Content>;
  /** Called after each request that was answered. */
  answered: (type: string) => void;
}

export interface Shell {
  receive(message: Message): void;
  /** Whether requests are waiting or being answered. */
  busy(): boolean;
}

export function createShell({ publish, reply, execute, answers, answered }: ShellParts): Shell {
  const queue: Message[] = [];
  let working = false;

  async function work(): Promise<void> {
    if (working) return;
    working = true;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await handle(next);
    working = false;
  }

  async function handle(request: Message): Promise<void> {
    const type = request.header.msg_type;
    publish("status", { execution_state: "busy" }, request);
    try {
      await respond(request, type);
    } catch (error) {
      reply(request, { status: "error", ...describeError(error) });
    }
    publish("status", { execution_state: "idle" }, request);
    answered(type);
  }

  async function respond(request: Message, type: string): Promise<void> {
    if (type === "execute_request") {
      const content = await execute(request);
      reply(request, content);
      if (content.status === "error" && request.content.stop_on_error !== false) await abort();
    } else if (type === "comm_open") {
      // There is nothing to talk to: the front end is told to close its end.
      publish("comm_close", { comm_id: request.content.comm_id, data: {} }, request);
    } else if (Object.hasOwn(answers, type)) reply(request, answers[type]!(request.content));
  }

  /** What was sent before the front end could know of the error is not run. */
  async function abort(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const cells = queue.filter((waiting) => waiting.header.msg_type === "execute_request");
    for (const request of cells) {
      queue.splice(queue.indexOf(request), 1);
      publish("status", { execution_state: "busy" }, request);
      reply(request, { status: "aborted" });
      publish("status", { execution_state: "idle" }, request);
    }
  }

  return {
    receive(message) {
      if (message.channel === "control") return void handle(message);
      queue.push(message);
      void work();
    },
    busy: () => working,
  };
}
