// Losses of linear models: of one prediction z = x.w + c against its target y.

export interface LinearLoss {
  /** What turns z into what people read: nothing, or 1 / (1 + e^-z). */
  readonly link: "identity" | "logistic";
  value(z: number, y: number): number;
  /** The derivative by z. */
  slope(z: number, y: number): number;
  /** What is wrong with a target, if anything. */
  problem(y: number): string | undefined;
}

/** (z - y)^2 / 2. */
export const leastSquares: LinearLoss = {
  link: "identity",
  value: (z, y) => ((z - y) * (z - y)) / 2,
  slope: (z, y) => z - y,
  problem: () => undefined,
};

/** log(1 + e^z) - y z for targets 0 and 1: logistic regression. */
export const logLoss: LinearLoss = {
  link: "logistic",
  value: (z, y) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - y * z,
  slope: (z, y) => 1 / (1 + Math.exp(-z)) - y,
  problem: (y) => (y === 0 || y === 1 ? undefined : `${y}`),
};
