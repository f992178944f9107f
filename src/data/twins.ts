// Two regressions whose gradients meet at a chosen angle: made data on which tasks agree or fight as much as you like.
import { fromArrays } from "./arrays";
import type { Dataset } from "./dataset";
import { normal, type Rng } from "./random";

const WIDTH = 8;

/** How to make twins. */
export interface TwinsOptions {
  size: number;
  /** Angle between the tasks' gradients in degrees: 0 they agree, 90 they ignore each other, 180 they fight. */
  angle: number;
  /** Standard deviation of the noise on both targets. Default 0.1. */
  noise?: number;
  rng: Rng;
}

/**
 * Two linear regressions, made. Inputs: x [8], standard normal. Targets: left = <u, x> + noise and right = <v, x> +
 * noise, with u and v random directions of length 1 at the angle. For a shared linear map w and squared error the
 * gradients are 2 (w - u) and 2 (w - v) on average, as E[x x^T] = I; so at w = 0, where training starts, they meet at
 * exactly that angle (up to chance, which falls with 1 / sqrt(size)).
 *
 * @example
 * const [train, test] = twins({ size: 2000, angle: 120, rng: seeded(1) }).split(0.8, seeded(2));
 */
export function twins({ size, angle, noise = 0.1, rng }: TwinsOptions): Dataset {
  const draw = () => Array.from({ length: WIDTH }, () => normal(rng));
  const u = unit(draw());
  const other = draw();
  const aside = unit(other.map((value, i) => value - dot(other, u) * u[i]));
  const turn = (angle * Math.PI) / 180;
  const v = u.map((value, i) => Math.cos(turn) * value + Math.sin(turn) * aside[i]);
  const x = Array.from({ length: size }, draw);
  return fromArrays(
    { x },
    {
      left: x.map((row) => dot(u, row) + noise * normal(rng)),
      right: x.map((row) => dot(v, row) + noise * normal(rng)),
    },
  );
}

function dot(a: number[], b: number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

function unit(vector: number[]): number[] {
  const length = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / length);
}
