// Differential privacy: updates are cut to a norm, the sum gets noise, and an accountant says what that is worth.
import { normal, type Rng } from "../../data/random";
import { expected } from "../../errors";
import { inner, type Values } from "./weights";

/**
 * How updates are made private. The noise is drawn from the run's seed, so that runs can be repeated: whoever knows the
 * seed can take it away again. Keep it secret, and take noise of a cryptographic source where real people are at stake.
 */
export interface Privacy {
  /** Updates are cut to this norm. */
  readonly clip: number;
  /** The noise on the sum has this times `clip` as standard deviation; about 1. */
  readonly noise: number;
  /** The chance that may be left to a worse outcome; well below 1 / clients. Default 1e-5. */
  readonly delta?: number;
}

/** The update, cut to a norm: u * min(1, clip / ||u||). */
export function clipped(update: Values, clip: number): Values {
  const scale = Math.min(1, clip / Math.sqrt(inner(update, update)));
  return scale < 1 ? update.map((values) => values.map((value) => value * scale)) : update;
}

/** The values with Gaussian noise of this standard deviation. */
export function noisy(values: Values, sd: number, rng: Rng): Values {
  return values.map((each) => each.map((value) => value + sd * normal(rng)));
}

/** Orders of Renyi divergence that are tried; beyond 1024 it hardly ever pays. */
const ORDERS = [...Array.from({ length: 127 }, (_, i) => i + 2), 160, 192, 256, 384, 512, 1024];

/**
 * The epsilon of (epsilon, delta)-differential privacy for clients whose updates go into `rounds` sums with Gaussian noise
 * of `noise` times their largest norm, each client taking part by chance `sampling` (1: always). By Renyi divergences of
 * whole orders a (Mironov, Talwar and Zhang 2019), for sampling q < 1
 * R(a) = 1/(a-1) log sum_k C(a,k) (1-q)^(a-k) q^k exp(k (k-1) / (2 noise^2)), for q = 1 a / (2 noise^2); and
 * epsilon = min over a of rounds R(a) + log((a-1)/a) - (log delta + log a)/(a-1) (Canonne, Kamath and Steinke 2020).
 * Neighbours differ by one whole client.
 *
 * @example
 * epsilon({ noise: 1.1, sampling: 0.01, rounds: 1000, delta: 1e-5 });
 */
export function epsilon(o: {
  noise: number;
  rounds: number;
  sampling?: number;
  delta?: number;
}): number {
  const { noise, rounds, sampling = 1, delta = 1e-5 } = o;
  checkShare("sampling", sampling, 1);
  checkShare("delta", delta, 1 - 1e-12);
  if (!(noise >= 0)) throw expected("noise from 0 up", String(noise), "Try 1.");
  if (rounds === 0) return 0;
  if (noise === 0) return Infinity;
  const bounds = ORDERS.map(
    (a) =>
      rounds * renyi(a, noise, sampling) +
      Math.log((a - 1) / a) -
      (Math.log(delta) + Math.log(a)) / (a - 1),
  );
  return Math.max(0, Math.min(...bounds));
}

/** The Renyi divergence of whole order a of one sum. */
export function renyi(a: number, noise: number, sampling: number): number {
  if (sampling === 1) return a / (2 * noise ** 2);
  const terms: number[] = [];
  let choose = 0; // log C(a, k)
  for (let k = 0; k <= a; k++) {
    const chance = (a - k) * Math.log(1 - sampling) + k * Math.log(sampling);
    terms.push(choose + chance + (k * (k - 1)) / (2 * noise ** 2));
    choose += Math.log(a - k) - Math.log(k + 1);
  }
  const highest = Math.max(...terms);
  const sum = terms.reduce((total, term) => total + Math.exp(term - highest), 0);
  return (highest + Math.log(sum)) / (a - 1);
}

/** Throws for options that promise nothing. */
export function checkPrivacy({ clip, noise }: Privacy): void {
  if (!(clip > 0)) throw expected("clip above 0", String(clip), "Try 1.");
  if (!(noise >= 0)) throw expected("noise from 0 up", String(noise), "Try 1.");
}

function checkShare(name: string, value: number, most: number): void {
  if (value > 0 && value <= most) return;
  throw expected(`${name} above 0 and at most 1`, String(value), "Correct it.");
}
