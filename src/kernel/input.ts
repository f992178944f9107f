// Questions to the reader of the notebook, on the stdin channel.
import type { Content, Message } from "./messages";

export interface Input {
  /** Rejects where nobody can answer (nbconvert, a test run). */
  ask(request: Message | undefined, prompt: string, password: boolean): Promise<string>;
  /** Takes an input_reply. */
  answer(reply: Message): void;
}

export function createInput(send: (type: string, content: Content, to: Message) => void): Input {
  let pending: ((text: string) => void) | undefined;
  return {
    ask(request, prompt, password) {
      if (request?.content.allow_stdin !== true)
        return Promise.reject(
          new Error(`Nobody can answer "${prompt}" here: this front end has no input.`),
        );
      send("input_request", { prompt, password }, request);
      return new Promise((resolve) => (pending = resolve));
    },
    answer(reply) {
      pending?.(String(reply.content.value));
      pending = undefined;
    },
  };
}
