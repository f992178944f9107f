// One execute_request from start to reply.
import { cellOf, createCell, type Cell } from "./cell";
import { render, type Renderer } from "./display/render";
import { describeError, type Failure } from "./errors";
import type { Content, Message } from "./messages";
import type { Session } from "./session";
import type { Shows } from "./shows";
import type { Streams } from "./streams";

export interface ExecutionParts {
  session: Session;
  streams: Streams;
  shows: Shows;
  renderers: readonly Renderer[];
  publish: (type: string, content: Content, request: Message) => void;
  /** Called with the cell while it runs, and with undefined when it is done. */
  setRunning: (cell: Cell | undefined) => void;
}

/** Runs the cell and returns the content of its reply. */
export async function execute(
  parts: ExecutionParts,
  request: Message,
  count: number,
): Promise<Content> {
  const { streams, shows, publish } = parts;
  const { code, silent } = request.content as { code: string; silent?: boolean };
  const cell = createCell(count, request);
  if (!silent) publish("execute_input", { code, execution_count: count }, request);
  parts.setRunning(cell);
  const failure = await runCell(parts, cell, code, silent ?? false);
  parts.setRunning(undefined);
  shows.flush();
  streams.end(cell);
  if (failure === undefined)
    return { status: "ok", execution_count: count, payload: [], user_expressions: {} };
  publish("error", failure, request);
  return { status: "error", execution_count: count, ...failure };
}

async function runCell(
  { session, streams, shows, renderers, publish }: ExecutionParts,
  cell: Cell,
  code: string,
  silent: boolean,
): Promise<Failure | undefined> {
  try {
    const value = await session.execute(cell, code);
    if (value !== undefined && !silent) {
      const data = await cellOf.run(cell, () => render(value, renderers));
      shows.flush();
      streams.flush();
      const result = { data, metadata: {}, execution_count: cell.count };
      publish("execute_result", result, cell.request);
    }
    // Rejections that nothing awaits are reported when the event loop turns.
    await turn();
    const [first, ...others] = cell.rejections;
    for (const other of others)
      streams.write(cell, "stderr", `${describeError(other).traceback.join("\n")}\n`);
    return first === undefined ? undefined : describeError(first);
  } catch (error) {
    await turn();
    return describeError(error);
  }
}

/** Lets signals, messages and reports of rejections come in. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
