// Adam for the handful of numbers that a weighting learns.

/**
 * A fresh Adam optimiser (Kingma and Ba 2015): each call takes the parameters and their gradient and returns the
 * parameters after one step of descent.
 *
 * @example
 * const step = adam({ learningRate: 0.1 });
 * step([1], [5]); // [0.9]
 */
export function adam({ learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions) {
  let m: number[] = [];
  let v: number[] = [];
  let steps = 0;
  return (x: ArrayLike<number>, gradient: ArrayLike<number>): number[] => {
    steps += 1;
    const g = Array.from(gradient);
    m = g.map((value, i) => beta1 * (m[i] ?? 0) + (1 - beta1) * value);
    v = g.map((value, i) => beta2 * (v[i] ?? 0) + (1 - beta2) * value * value);
    const [c1, c2] = [1 - beta1 ** steps, 1 - beta2 ** steps];
    return Array.from(
      x,
      (value, i) => value - (learningRate * (m[i] / c1)) / (Math.sqrt(v[i] / c2) + epsilon),
    );
  };
}

export interface AdamOptions {
  learningRate: number;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
}
