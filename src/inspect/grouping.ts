// Which tasks to train together, when there is room for so many networks: an exact search.
import { expected } from "../errors";

/** A network of the answer. */
export interface Group<K extends string = string> {
  /** The tasks it trains. */
  readonly trains: K[];
  /** Those of them whose outputs are taken from it; the others only help. */
  readonly serves: K[];
}

/** What to search for. */
export interface GroupingOptions {
  /** How many networks there may be: the budget. */
  networks: number;
  /** Value of training a task alone, in the unit of the affinities. Default 0: neither help nor harm. */
  alone?: number;
  /** May a network train tasks that are served from another, as help? Default true. */
  helpers?: boolean;
}

/** The best grouping. */
export interface Grouping<K extends string = string> {
  readonly groups: Group<K>[];
  /** The sum, over tasks, of the mean affinity onto the task in the network that serves it. */
  readonly value: number;
}

/** 3^12 pairs of sets take a fraction of a second. */
const MOST = 12;

/**
 * The networks that serve the tasks best (Fifty et al. 2021, after Standley et al. 2020): a task j in a group g is worth
 * the mean over i in g, i other than j, of affinity[i][j]; the sum over all tasks, each served by one network, is made as
 * large as can be with at most `networks` networks. Exact, by dynamic programming over sets, O(3^n n), for up to 12 tasks;
 * ties go to fewer and then smaller networks. `affinity` is [tasks, tasks], row i helping column j; its diagonal is not
 * read. RangeError for other sizes or numbers that are not finite.
 *
 * @example
 * const affinity = lookaheadAffinity(model, train);
 * groupTasks(affinity, Object.keys(model.tasks), { networks: 2 }).groups; // [{ trains: ["digit", ...], serves: [...] }, ...]
 */
export function groupTasks<K extends string>(
  affinity: readonly (readonly number[])[],
  tasks: readonly K[],
  { networks, alone = 0, helpers = true }: GroupingOptions,
): Grouping<K> {
  check(affinity, tasks, networks);
  const count = 2 ** tasks.length;
  // For every set of served tasks, the set to train them in and what that is worth.
  const train = new Int32Array(count);
  const worth = new Float64Array(count).fill(-Infinity);
  for (const set of bySize(count)) {
    const each = worthOf(affinity, set, alone);
    for (let served = set; served > 0; served = helpers ? (served - 1) & set : 0) {
      let sum = 0;
      for (let j = 0; j < tasks.length; j++) if (served & (1 << j)) sum += each[j];
      if (sum > worth[served] + SLACK) [worth[served], train[served]] = [sum, set];
    }
  }
  const { parts, value } = bestPartition(worth, networks);
  const names = (set: number) => tasks.filter((_, i) => set & (1 << i));
  const groups = parts.map((part) => ({ trains: names(train[part]), serves: names(part) }));
  return { groups, value };
}

/** Sums that differ by less are equal. */
const SLACK = 1e-12;

/** What each task is worth in this set; 0 for tasks outside. */
function worthOf(affinity: readonly (readonly number[])[], set: number, alone: number): number[] {
  const members = affinity.flatMap((_, i) => (set & (1 << i) ? [i] : []));
  const each = affinity.map(() => 0);
  for (const j of members) {
    const others = members.filter((i) => i !== j);
    const sum = others.reduce((total, i) => total + affinity[i][j], 0);
    each[j] = others.length > 0 ? sum / others.length : alone;
  }
  return each;
}

/** The partition of all tasks into at most `networks` parts with the largest sum of `worth`. */
function bestPartition(worth: Float64Array, networks: number): { parts: number[]; value: number } {
  const count = worth.length;
  const chosen: Int32Array[] = [];
  let before = new Float64Array(count).fill(-Infinity);
  before[0] = 0;
  for (let k = 0; k < networks; k++) {
    const [now, choice] = [Float64Array.from(before), new Int32Array(count)];
    for (let set = 1; set < count; set++) {
      const first = set & -set; // Whichever part the first task is in comes last: each partition is seen once.
      for (let part = set; part > 0; part = (part - 1) & set) {
        if (!(part & first)) continue;
        const value = worth[part] + before[set ^ part];
        if (value > now[set] + SLACK) [now[set], choice[set]] = [value, part];
      }
    }
    chosen.push(choice);
    before = now;
  }
  const parts: number[] = [];
  let set = count - 1;
  for (let k = networks - 1; set > 0; k--) {
    const part = chosen[k][set]; // 0: no better than with fewer networks.
    if (part) parts.push(part);
    set ^= part;
  }
  return { parts: parts.sort((a, b) => (a & -a) - (b & -b)), value: before[count - 1] };
}

/** The sets from 1 to count - 1, small ones first. */
function bySize(count: number): number[] {
  const size = (set: number): number => (set === 0 ? 0 : (set & 1) + size(set >> 1));
  return Array.from({ length: count - 1 }, (_, i) => i + 1).sort((a, b) => size(a) - size(b));
}

function check(affinity: readonly (readonly number[])[], tasks: readonly string[], budget: number) {
  const n = tasks.length;
  const square = affinity.length === n && affinity.every((row) => row.length === n);
  if (n < 1 || n > MOST || !square) {
    throw expected(
      `1 to ${MOST} tasks and a square matrix of their affinities`,
      `${n} tasks and rows of ${affinity.map((row) => row.length).join(", ") || "none"}`,
      "Give one row and one column per task.",
    );
  }
  const wrong = affinity.flatMap((row, i) => row.filter((v, j) => i !== j && !Number.isFinite(v)));
  if (wrong.length > 0) throw expected("finite affinities", String(wrong[0]), "Measure it again.");
  if (Number.isInteger(budget) && budget >= 1) return;
  throw expected("networks to be a whole number from 1 up", String(budget), "Say how many.");
}
