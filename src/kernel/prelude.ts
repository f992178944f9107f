// The functions every cell has without importing them.
import type { Prelude } from "./session";

export interface PreludeParts {
  display: (value: unknown, id: string | undefined) => Promise<void>;
  clear: (wait: boolean) => void;
  ask: (question: string, password: boolean) => Promise<string>;
}

export const DECLARATIONS = `
/** Shows a value as the last expression of a cell is shown. The same id again replaces the picture. */
declare function display(value: unknown, id?: string): Promise<void>;
/** Empties the cell's output; with wait, only when the next output comes. */
declare function clearOutput(wait?: boolean): void;
/** Asks the reader of the notebook and gives the answer. */
declare function prompt(question: string, options?: { password?: boolean }): Promise<string>;
`;

export function createPrelude({ display, clear, ask }: PreludeParts): Prelude {
  return {
    declarations: DECLARATIONS,
    values: {
      display: (value: unknown, id?: string) => display(value, id),
      clearOutput: (wait = false) => clear(wait),
      prompt: (question: string, { password = false } = {}) => ask(question, password),
    },
  };
}
