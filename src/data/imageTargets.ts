// Three tasks on images of digits: which digit, odd or even, how much ink.

/** Targets of images given pixel by pixel and the digits they show: see `digits`. */
export function imageTargets(pixels: Float32Array, labels: readonly number[]) {
  const width = pixels.length / labels.length;
  const ink = labels.map((_, row) => sum(pixels.subarray(row * width, (row + 1) * width)));
  const mean = sum(ink) / ink.length;
  const deviation = Math.sqrt(sum(ink.map((value) => (value - mean) ** 2)) / ink.length);
  return {
    digit: labels,
    parity: labels.map((label) => label % 2),
    size: ink.map((value) => (value - mean) / deviation),
  };
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
