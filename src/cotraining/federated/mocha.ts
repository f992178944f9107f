// MOCHA's idea for networks: clients learn which of the others are like them, and are pulled toward those.
import { eigen } from "../../weighting/solvers/eigen";
import type { Method, ServerHalf } from "./method";
import { checkFrom } from "./options";
import { assign, everything, inner, plus, type Part, type Values } from "./weights";

/** How clients are related. */
export interface MochaOptions {
  /** Strength of the pull. Default 0.1. */
  lambda?: number;
  /** Learn the relations, or take all clients as alike (mean regularisation). Default true. */
  relations?: boolean;
  /** Eigenvalues of Sigma are at least this, its mean eigenvalue being 1: no pull is above lambda / floor. Default 0.2. */
  floor?: number;
  /** Weights that are related; others stay free. Default: all. `body` for clients with different tasks. */
  part?: Part;
}

/**
 * Federated multi-task learning with a relation matrix, after MOCHA (Smith et al. 2017), whose penalty
 * lambda/2 tr(D Omega D') it lays on the distances D = [w_1 - m ... w_K - m] of the clients' weights from their mean m.
 * In turns: clients train with Omega fixed, each pulled by lambda * sum_s Omega_ts (w_s - m); the server sets
 * Sigma = Omega^-1 = K (D'D)^(1/2) / tr (D'D)^(1/2). It begins with Omega = I: pulled to the mean (Evgeniou and Pontil
 * 2004), which `relations: false` keeps. MOCHA itself solves convex tasks in the dual; this is gradient descent, for
 * networks too. The server sees every client's weights, so sums cannot be secure.
 *
 * @example
 * const method = mocha({ lambda: 0.1 });
 * const { relations } = await federated(all, { method, start, rounds: 30 });
 */
export function mocha({
  lambda = 0.1,
  relations = true,
  floor = 0.2,
  part = everything,
}: MochaOptions = {}): Method {
  checkFrom(0, { lambda });
  checkFrom(1e-6, { floor });
  return {
    name: relations ? "MOCHA" : "mean-regularised",
    travels: part,
    client(bench) {
      let begun = false;
      return {
        train({ weights, strength }) {
          // What comes first is the common start; later only what to be pulled toward.
          if (!begun) assign(bench.travels, weights);
          begun = true;
          return bench.learn({ toward: weights, strength });
        },
        personal: () => {},
      };
    },
    server: (start, clients) => relating(start, clients, { lambda, relations, floor }),
  };
}

function relating(
  start: Values,
  clients: number,
  o: { lambda: number; relations: boolean; floor: number },
): ServerHalf {
  const weights = Array.from({ length: clients }, () => start);
  const sent: Values[] = [];
  let mean = start;
  let omega = identity(clients);
  let sigma = identity(clients);
  return {
    send(k) {
      const others = weights.map((w, s) => (s === k ? undefined : plus(w, mean, -1)));
      const toward = others.reduce<Values>(
        (sum, d, s) => (d ? plus(sum, d, -omega[k][s] / omega[k][k]) : sum),
        mean,
      );
      return { weights: (sent[k] = toward), strength: o.lambda * omega[k][k] };
    },
    take(updates) {
      updates.forEach((update, k) => update && (weights[k] = plus(sent[k], update)));
      mean = weights.slice(1).reduce((sum, w) => plus(sum, w), weights[0]);
      mean = mean.map((values) => values.map((value) => value / clients));
      if (!o.relations) return;
      ({ sigma, omega } = relationsOf(
        weights.map((w) => plus(w, mean, -1)),
        o.floor,
      ));
    },
    relations: () =>
      sigma.map((row, i) => row.map((v, j) => v / Math.sqrt(sigma[i][i] * sigma[j][j]))),
  };
}

/** Sigma = K (D'D)^(1/2) / trace, its eigenvalues not below `floor`, and Omega = Sigma^-1; D has a column per client. */
export function relationsOf(
  columns: readonly Values[],
  floor: number,
): { sigma: number[][]; omega: number[][] } {
  const gram = columns.map((a) => columns.map((b) => inner(a, b)));
  const { values, vectors } = eigen(gram);
  const roots = values.map((value) => Math.sqrt(Math.max(value, 0)));
  const trace = roots.reduce((a, b) => a + b, 0);
  if (!(trace > 0)) return { sigma: identity(columns.length), omega: identity(columns.length) };
  const kept = roots.map((root) => Math.max((columns.length * root) / trace, floor));
  const from = (scale: (value: number) => number) =>
    columns.map((_, i) =>
      columns.map((_, j) =>
        kept.reduce((sum, value, k) => sum + scale(value) * vectors[k][i] * vectors[k][j], 0),
      ),
    );
  return { sigma: from((value) => value), omega: from((value) => 1 / value) };
}

function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => +(i === j)));
}
