// A value as a mime bundle: its own Jupyter.display first, then the renderers, then Node's text.
import { inspect } from "node:util";
import { DISPLAY, type MimeBundle } from "../../notebook";

/** A bundle for the values it knows, undefined for others. */
export type Renderer = (value: unknown) => MimeBundle | undefined;

/** The bundle that shows `value`. */
export async function render(value: unknown, renderers: readonly Renderer[]): Promise<MimeBundle> {
  const own = (value as Record<symbol, unknown> | null | undefined)?.[DISPLAY];
  if (typeof own === "function") return plain((await own.call(value)) as MimeBundle);
  for (const renderer of renderers) {
    const bundle = renderer(value);
    if (bundle !== undefined) return bundle;
  }
  return { "text/plain": text(value) };
}

/** How Node prints a value. */
export function text(value: unknown): string {
  return inspect(value, { maxArrayLength: 100, maxStringLength: 10_000 });
}

/** Bytes become base64, as Jupyter wants them. */
export function plain(bundle: MimeBundle): MimeBundle {
  return Object.fromEntries(
    Object.entries(bundle).map(([type, content]) => [
      type,
      content instanceof Uint8Array ? Buffer.from(content).toString("base64") : content,
    ]),
  );
}
