// Two half circles that reach into each other: a made set that no line can part.
import { fromArrays } from "./arrays";
import type { Dataset } from "./dataset";
import { normal, type Rng } from "./random";

/**
 * Two moons, made: points of class 0 lie on the upper half of the unit circle, (cos a, sin a); points of class 1 on a
 * half circle turned over, (1 - cos a, 1/2 - sin a), a uniform in [0, pi]; then normal noise on both coordinates.
 * Inputs: x [2]. Targets: moon (0 or 1, in turn).
 *
 * @example
 * const data = moons({ size: 200, noise: 0.1, rng: seeded(1) });
 */
export function moons({
  size,
  noise = 0.1,
  rng,
}: {
  size: number;
  noise?: number;
  rng: Rng;
}): Dataset {
  const moon = Array.from({ length: size }, (_, i) => i % 2);
  const x = moon.map((side) => {
    const angle = Math.PI * rng();
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const point = side === 0 ? [cos, sin] : [1 - cos, 0.5 - sin];
    return point.map((value) => value + noise * normal(rng));
  });
  return fromArrays({ x }, { moon });
}
