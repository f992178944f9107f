// tf.LayersModel: its summary.
import type { MimeBundle } from "../../notebook";

interface LayersModel {
  layers: unknown[];
  summary(width: undefined, positions: undefined, print: (line: string) => void): void;
}

export function showLayersModel(value: unknown): MimeBundle | undefined {
  if (!isLayersModel(value)) return undefined;
  const lines: string[] = [];
  value.summary(undefined, undefined, (line) => lines.push(line));
  return { "text/plain": lines.join("\n") };
}

function isLayersModel(value: unknown): value is LayersModel {
  const like = value as Partial<LayersModel> | null | undefined;
  return (
    typeof like === "object" &&
    like !== null &&
    Array.isArray(like.layers) &&
    typeof like.summary === "function"
  );
}
