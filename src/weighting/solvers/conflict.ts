// The dual of "help the worst-off task most, near a given direction" (CAGrad, ConicGrad), solved exactly.
import { dot, quadratic, times, type Matrix, type Vector } from "./linear";
import { minNorm, onFace, simplexQp } from "./simplexQp";

/**
 * The w of the simplex that minimises b'w + s sqrt(w'Aw), and the length sqrt(w'Aw) there; null where that length is 0,
 * so that its direction is undefined.
 *
 * With rho = length / s fixed, w minimises 1/2 w'Aw + rho b'w: a quadratic problem with an exact solution. On the face
 * where that solution lies rho has a closed form; a bracket guards the step from face to face (about four solves).
 */
export function nearDual(
  gram: Matrix,
  linear: Vector,
  s: number,
): { w: number[]; length: number } | null {
  const nearest = minNorm(gram);
  const least = quadratic(gram, nearest);
  const noise = dot(
    nearest,
    times(
      gram.map((row) => row.map(Math.abs)),
      nearest,
    ),
  );
  let low = 0;
  let high = Infinity;
  let rho = Math.sqrt(least) / s;
  if (least <= 1e-13 * noise) {
    rho = (1e-6 * Math.sqrt(Math.max(0, ...gram.map((row, i) => row[i])))) / s;
    if (length(gram, solve(gram, linear, rho)) <= s * rho) return null;
  }
  for (let round = 0; round < 100; round++) {
    const w = solve(gram, linear, rho);
    if (length(gram, w) > s * rho) low = Math.max(low, rho);
    else high = Math.min(high, rho);
    const exact = onThisFace(gram, linear, s, w);
    if (exact !== null && Math.abs(exact - rho) <= 1e-13 * rho) break;
    const inside = exact !== null && exact > low && exact < high;
    const next = inside
      ? exact
      : high < Infinity
        ? Math.sqrt(Math.max(low, high / 1e6) * high)
        : 4 * rho;
    if (Math.abs(next - rho) <= 1e-15 * rho) break;
    rho = next;
  }
  const w = solve(gram, linear, rho);
  const found = length(gram, w);
  return found > 0 && rho > 0 ? { w, length: found } : null;
}

function solve(gram: Matrix, linear: Vector, rho: number): number[] {
  return simplexQp(
    gram,
    linear.map((b) => rho * b),
  );
}

function length(gram: Matrix, w: Vector): number {
  return Math.sqrt(quadratic(gram, w));
}

/** rho where the length equals s rho if the face of w stays the right one: there w = a + rho d with a'Ad = 0. */
function onThisFace(gram: Matrix, linear: Vector, s: number, w: Vector): number | null {
  const face = w.flatMap((x, i) => (x > 0 ? [i] : []));
  const a = onFace(
    gram,
    w.map(() => 0),
    face,
  );
  const b = onFace(gram, linear, face);
  if (!a || !b) return null;
  const room =
    s * s -
    quadratic(
      gram,
      b.map((x, i) => x - a[i]),
    );
  return room > 0 ? Math.sqrt(quadratic(gram, a) / room) : null;
}
