// tf.Tensor: shape, dtype and a few values.
import type { MimeBundle } from "../../notebook";

interface Tensor {
  shape: number[];
  dtype: string;
  isDisposed: boolean;
  dataSync(): unknown;
  toString(): string;
}

export function showTensor(value: unknown): MimeBundle | undefined {
  if (!isTensor(value)) return undefined;
  const title = `Tensor [${value.shape.join(", ")}] ${value.dtype}`;
  if (value.isDisposed) return { "text/plain": `${title}, disposed` };
  // TensorFlow.js prints a heading, an indentation and, for one row, a stray comma.
  const values = value
    .toString()
    .replace(/^Tensor\n/, "")
    .replace(/^ {4}/gm, "")
    .replace(/\],\]/g, "]]")
    .trim();
  return { "text/plain": `${title}\n${values}` };
}

function isTensor(value: unknown): value is Tensor {
  const like = value as Partial<Tensor & { dataId: object }> | null | undefined;
  return (
    typeof like === "object" &&
    like !== null &&
    typeof like.dataSync === "function" &&
    typeof like.dataId === "object" &&
    Array.isArray(like.shape)
  );
}
