// The 8x8 digits of scikit-learn: 1797 small images of hand-written digits, kept in data/digits.csv.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { fromArrays } from "./arrays";
import type { Dataset } from "./dataset";
import { imageTargets } from "./imageTargets";

/**
 * 1797 hand-written digits of 8 x 8 pixels, in the order of scikit-learn's `load_digits` (UCI, Alpaydin and Kaynak 1998).
 * Inputs: image [8, 8, 1] and the same pixels as a row, x [64], from 0 (paper) to 1 (ink).
 * Targets: digit (0 to 9), parity (1 for odd), size (how much ink: the sum of the pixels, less its mean over the whole
 * set, divided by its standard deviation). Origin and licence: data/README.md.
 *
 * @example
 * const [train, test] = digits().split(0.8, seeded(1)); // 1438 and 359 images
 */
export function digits(): Dataset {
  const file = join(__dirname, "../../data/digits.csv");
  const rows = parse(readFileSync(file), { from: 2 }).map((row) => row.map(Number));
  const pixels = Float32Array.from(
    rows.flatMap((row) => row.slice(0, 64)),
    (value) => value / 16,
  );
  return fromArrays(
    { image: { values: pixels, shape: [8, 8, 1] }, x: { values: pixels, shape: [64] } },
    imageTargets(
      pixels,
      rows.map((row) => row[64]),
    ),
  );
}
