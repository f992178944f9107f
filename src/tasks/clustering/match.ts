// Which row goes with which column, so that the sum of the entries chosen is largest.

/**
 * The column of each row in the best one-to-one match (Kuhn 1955; Munkres 1957, by shortest augmenting paths, O(n^3)). With
 * more rows than columns some rows get a column number that is not there.
 */
export function bestMatch(gain: readonly (readonly number[])[]): number[] {
  const size = Math.max(gain.length, ...gain.map((row) => row.length));
  const cost = (i: number, j: number) => -(gain[i]?.[j] ?? 0);
  const [u, v] = [new Array<number>(size).fill(0), new Array<number>(size).fill(0)];
  const rowOf = new Array<number>(size).fill(-1);
  for (let row = 0; row < size; row++) {
    const slack = new Array<number>(size).fill(Infinity);
    const before = new Array<number>(size).fill(-1);
    const done = new Array<boolean>(size).fill(false);
    let [i, last] = [row, -1];
    let next: number;
    for (;;) {
      for (let j = 0; j < size; j++) {
        if (done[j]) continue;
        const reduced = cost(i, j) - u[i] - v[j];
        if (reduced < slack[j]) [slack[j], before[j]] = [reduced, last];
      }
      next = -1;
      for (let j = 0; j < size; j++) {
        if (!done[j] && (next < 0 || slack[j] < slack[next])) next = j;
      }
      const step = slack[next];
      u[row] += step;
      for (let j = 0; j < size; j++) {
        if (done[j]) {
          u[rowOf[j]] += step;
          v[j] -= step;
        } else slack[j] -= step;
      }
      done[next] = true;
      if (rowOf[next] < 0) break;
      [i, last] = [rowOf[next], next];
    }
    // Along the path every column goes to the row before.
    for (let j = next; j >= 0; j = before[j]) rowOf[j] = before[j] < 0 ? row : rowOf[before[j]];
  }
  return gain.map((_, row) => rowOf.indexOf(row));
}
