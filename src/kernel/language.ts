// Completion, inspection and "is this complete?", answered by tslab's language service.
import type { Content } from "./messages";
import type { Session } from "./session";

export function complete(session: Session, { code, cursor_pos }: Content): Content {
  const { converter, declarations } = session.language();
  const [text, at] = [code as string, toUnits(code as string, cursor_pos as number)];
  const { start, end, candidates } = converter.complete(declarations, text, at);
  return {
    status: "ok",
    matches: candidates,
    cursor_start: toPoints(text, start),
    cursor_end: toPoints(text, end),
    metadata: {},
  };
}

export function inspectAt(session: Session, { code, cursor_pos }: Content): Content {
  const { converter, declarations } = session.language();
  const at = toUnits(code as string, cursor_pos as number);
  const info = converter.inspect(declarations, code as string, at);
  if (info === undefined) return { status: "ok", found: false, data: {}, metadata: {} };
  const join = (parts: readonly { text: string }[] | undefined): string =>
    (parts ?? []).map((part) => part.text).join("");
  const tags = (info.tags ?? []).map((tag) => `@${tag.name} ${join(tag.text)}`);
  const words = [join(info.displayParts), join(info.documentation), ...tags].filter((part) => part);
  return { status: "ok", found: true, data: { "text/plain": words.join("\n\n") }, metadata: {} };
}

export function isComplete(session: Session, { code }: Content): Content {
  const { completed, indent } = session.language().isComplete(code as string);
  return completed ? { status: "complete" } : { status: "incomplete", indent: indent ?? "" };
}

/** Jupyter counts Unicode code points, JavaScript UTF-16 units. */
function toUnits(text: string, points: number): number {
  return [...text].slice(0, points).join("").length;
}

function toPoints(text: string, units: number): number {
  return [...text.slice(0, units)].length;
}
