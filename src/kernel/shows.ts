// Pictures of a cell: mime bundles shown, and replaced at most ten times a second.
import type { MimeBundle } from "../notebook";
import type { Cell } from "./cell";

/** The least time between two updates of one picture, in milliseconds. */
const PACE = 100;

/** The content of display_data and update_display_data. */
export interface DisplayContent {
  [key: string]: unknown;
  data: MimeBundle;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}

export type SendDisplay = (
  cell: Cell,
  type: "display_data" | "update_display_data",
  content: DisplayContent,
) => void;

export interface Shows {
  show(
    cell: Cell,
    data: MimeBundle,
    options?: { id?: string; metadata?: Record<string, unknown> },
  ): void;
  /** Sends the updates that are held back. */
  flush(): void;
}

export function createShows(send: SendDisplay): Shows {
  const known = new WeakMap<Cell, Set<string>>();
  const held = new Map<string, { cell: Cell; content: DisplayContent }>();
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const { cell, content } of held.values()) send(cell, "update_display_data", content);
    held.clear();
  }

  return {
    show(cell, data, { id, metadata = {} } = {}) {
      const content: DisplayContent = {
        data,
        metadata,
        transient: id === undefined ? {} : { display_id: id },
      };
      const ids = known.get(cell) ?? new Set();
      known.set(cell, ids);
      if (id === undefined || !ids.has(id)) {
        if (id !== undefined) ids.add(id);
        return send(cell, "display_data", content);
      }
      held.set(id, { cell, content });
      timer ??= setTimeout(flush, PACE);
    },
    flush,
  };
}
