// How far to go downhill: a step that lowers a function enough and flattens it (Moré and Thuente 1994).

/** A step along the line, the function's value there, and its slope along the line. */
interface Place {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/**
 * A step s from `start` (step 0, slope below 0) with f(s) <= f(0) + 1e-3 s f'(0) and |f'(s)| <= 0.9 |f'(0)|, tried first at
 * `first`: by cubics and parabolas through the best place so far and the other end, as in MINPACK's dcsrch, which scipy and
 * scikit-learn go by. Undefined if twenty steps do not find it, which rounding alone does.
 */
export function lineSearch(
  f: (step: number) => Omit<Place, "step">,
  start: Omit<Place, "step">,
  first: number,
): number | undefined {
  const fall = 1e-3 * start.slope;
  let best: Place = { ...start, step: 0 };
  let other: Place = best;
  let bracketed = false;
  // Once lowered enough with the slope turned, the function itself is interpolated, not its excess over the fall asked for.
  let lowered = false;
  let [width, before] = [1e10, 2e10];
  let [least, most] = [0, 5 * first];
  let step = first;
  for (let tries = 0; tries < 20; tries++) {
    const here: Place = { step, ...f(step) };
    const asked = start.value + step * fall;
    if (here.value <= asked && here.slope >= 0) lowered = true;
    const narrow = step <= least || step >= most || most - least <= 0.1 * most;
    if (bracketed && narrow) return step;
    if (here.value <= asked && Math.abs(here.slope) <= -0.9 * start.slope) return step;
    const tilt = !lowered && here.value <= best.value && here.value > asked ? fall : 0;
    const [a, b, c] = [best, other, here].map((place) => tilted(place, tilt));
    const next = trial(a, b, c, { bracketed, least, most });
    bracketed ||= c.value > a.value || c.slope * a.slope < 0;
    if (c.value > a.value) other = here;
    else [best, other] = [here, c.slope * a.slope < 0 ? best : other];
    step = next;
    if (bracketed) {
      const gap = Math.abs(other.step - best.step);
      if (gap >= 0.66 * before) step = best.step + (other.step - best.step) / 2;
      [before, width] = [width, gap];
      [least, most] = [Math.min(best.step, other.step), Math.max(best.step, other.step)];
    } else {
      [least, most] = [step + 1.1 * (step - best.step), step + 4 * (step - best.step)];
    }
    step = Math.min(Math.max(step, 0), 1e10);
    const stuck = step <= least || step >= most || most - least <= 0.1 * most;
    if (bracketed && stuck) step = best.step;
  }
  return undefined;
}

/** The same with a line of slope `tilt` taken away. */
function tilted({ step, value, slope }: Place, tilt: number): Place {
  return { step, value: value - step * tilt, slope: slope - tilt };
}

/** The next step to try, from the best place `a`, the other end `b` and the place just seen, `c`. */
function trial(
  a: Place,
  b: Place,
  c: Place,
  { bracketed, least, most }: { bracketed: boolean; least: number; most: number },
): number {
  const beyond = c.step > a.step ? most : least;
  const secant = c.step + (c.slope / (c.slope - a.slope)) * (a.step - c.step);
  if (c.value > a.value) {
    const cubic = a.step + ratio(a, c) * (c.step - a.step);
    const drop = (a.value - c.value) / (c.step - a.step) + a.slope;
    const parabola = a.step + (a.slope / drop / 2) * (c.step - a.step);
    const near = Math.abs(cubic - a.step) < Math.abs(parabola - a.step);
    return near ? cubic : cubic + (parabola - cubic) / 2;
  }
  if (c.slope * a.slope < 0) {
    const cubic = c.step + ratio(c, a) * (a.step - c.step);
    return Math.abs(cubic - c.step) > Math.abs(secant - c.step) ? cubic : secant;
  }
  if (Math.abs(c.slope) < Math.abs(a.slope)) {
    const share = ratio(c, a, true);
    const cubic = share < 0 ? c.step + share * (a.step - c.step) : beyond;
    const nearer = Math.abs(cubic - c.step) < Math.abs(secant - c.step);
    if (!bracketed) return Math.min(Math.max(nearer ? secant : cubic, least), most);
    const limit = c.step + 0.66 * (b.step - c.step);
    const chosen = nearer ? cubic : secant;
    return c.step > a.step ? Math.min(limit, chosen) : Math.max(limit, chosen);
  }
  return bracketed ? c.step + ratio(c, b) * (b.step - c.step) : beyond;
}

/**
 * How far on the way from one place to the other the cubic through both has its minimum; `open` where it may have none
 * (then 0 or more).
 */
function ratio(from: Place, to: Place, open = false): number {
  const theta = (3 * (from.value - to.value)) / (to.step - from.step) + from.slope + to.slope;
  const scale = Math.max(Math.abs(theta), Math.abs(from.slope), Math.abs(to.slope));
  const inside = (theta / scale) ** 2 - (from.slope / scale) * (to.slope / scale);
  const root = scale * Math.sqrt(Math.max(0, inside));
  const gamma = to.step < from.step ? -root : root;
  if (!open) return (gamma - from.slope + theta) / (gamma - from.slope + gamma + to.slope);
  return gamma === 0 ? 0 : (gamma - from.slope + theta) / (gamma + (to.slope - from.slope) + gamma);
}
