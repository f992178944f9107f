// Splits of one data set among clients that differ: in their classes, or in whose data they are.
import { normal, shuffled, type Rng } from "../../data/random";
import { expected } from "../../errors";

/**
 * Rows for each client with skewed class shares (Hsu, Qi and Brown 2019): the rows of each class are dealt out by shares
 * drawn from a Dirichlet distribution. alpha 0.1 is nearly one client per class, 100 nearly even. Drawn again until every
 * client has `least` rows.
 *
 * @example
 * const parts = dirichlet(labels, { clients: 10, alpha: 0.3, rng: seeded(1) }).map((rows) => data.rows(rows));
 */
export function dirichlet(
  labels: ArrayLike<number>,
  { clients, alpha, rng, least = 1 }: { clients: number; alpha: number; rng: Rng; least?: number },
): number[][] {
  checkClients(labels, clients, least);
  if (!(alpha > 0)) throw expected("alpha above 0", String(alpha), "Try 0.3.");
  const classes = rowsByValue(labels);
  for (let attempt = 0; attempt < 1000; attempt++) {
    const parts: number[][] = Array.from({ length: clients }, () => []);
    for (const rows of classes) {
      const draws = parts.map(() => gamma(alpha, rng));
      const total = draws.reduce((a, b) => a + b, 0);
      const order = shuffled(rows, rng);
      let [from, reached] = [0, 0];
      draws.forEach((draw, k) => {
        reached += draw / total;
        const to = k === clients - 1 ? rows.length : Math.round(reached * rows.length);
        parts[k].push(...order.slice(from, to));
        from = to;
      });
    }
    if (parts.every((part) => part.length >= least)) return parts;
  }
  throw expected(
    `a split in which all ${clients} clients have ${least} rows`,
    "none in 1000 attempts",
    "Raise alpha, or take fewer clients.",
  );
}

/**
 * Rows for each client, of a few classes only (McMahan et al. 2017): the rows, ordered by class, are cut into
 * clients * perClient pieces of one size, and each client gets `perClient` of them by chance. A client has about so many
 * classes.
 */
export function shards(
  labels: ArrayLike<number>,
  { clients, perClient, rng }: { clients: number; perClient: number; rng: Rng },
): number[][] {
  checkClients(labels, clients, perClient);
  const order = rowsByValue(labels).flatMap((rows) => shuffled(rows, rng));
  const count = clients * perClient;
  const cut = (i: number) => Math.floor((i * order.length) / count);
  const pieces = shuffled(
    Array.from({ length: count }, (_, i) => order.slice(cut(i), cut(i + 1))),
    rng,
  );
  return Array.from({ length: clients }, (_, k) =>
    pieces.slice(k * perClient, (k + 1) * perClient).flat(),
  );
}

/** Rows for each client, one client per group (a writer, a hospital), in the order of the groups' numbers. */
export function byGroup(groups: ArrayLike<number>): number[][] {
  return rowsByValue(groups);
}

function rowsByValue(values: ArrayLike<number>): number[][] {
  const rows = new Map<number, number[]>();
  Array.from(values).forEach((value, row) => {
    if (Number.isNaN(value)) {
      throw expected("a class or group for every row", `none in row ${row}`, "Leave the row out.");
    }
    const own = rows.get(value);
    if (own) own.push(row);
    else rows.set(value, [row]);
  });
  return [...rows.keys()].sort((a, b) => a - b).map((value) => rows.get(value)!);
}

/** A draw from the gamma distribution of this shape and scale 1 (Marsaglia and Tsang 2000). */
function gamma(shape: number, rng: Rng): number {
  if (shape < 1) return gamma(shape + 1, rng) * (1 - rng()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal(rng);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - rng()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

function checkClients(labels: ArrayLike<number>, clients: number, least: number): void {
  if (Number.isInteger(clients) && clients >= 1 && clients * least <= labels.length) return;
  throw expected(
    `a number of clients for which ${labels.length} rows are enough`,
    `${clients} clients of ${least} rows or more`,
    "Take fewer clients.",
  );
}
