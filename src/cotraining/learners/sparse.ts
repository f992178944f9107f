// Rows without their zeros, and their product with a narrow matrix: word counts and images are mostly zeros.

/** Row i has the values at from[i] to from[i + 1], each in a column. */
export interface Sparse {
  readonly size: number;
  readonly width: number;
  readonly from: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
}

/** These rows of a matrix x, [rows * width]. */
export function sparse(x: Float32Array, width: number, rows: readonly number[]): Sparse {
  let count = 0;
  for (const row of rows) {
    for (let at = row * width; at < (row + 1) * width; at++) if (x[at] !== 0) count++;
  }
  const from = new Int32Array(rows.length + 1);
  const [column, value] = [new Int32Array(count), new Float64Array(count)];
  let at = 0;
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i] * width;
    for (let j = 0; j < width; j++) {
      const own = x[start + j];
      if (own === 0) continue;
      column[at] = j;
      value[at++] = own;
    }
    from[i + 1] = at;
  }
  return { size: rows.length, width, from, column, value };
}

/** Columns as rows. */
export function transposed({ size, width, from, column, value }: Sparse): Sparse {
  const starts = new Int32Array(width + 1);
  for (const j of column) starts[j + 1]++;
  for (let j = 0; j < width; j++) starts[j + 1] += starts[j];
  const turned = {
    size: width,
    width: size,
    from: starts.slice(),
    column: new Int32Array(column.length),
    value: new Float64Array(value.length),
  };
  for (let i = 0; i < size; i++) {
    for (let k = from[i]; k < from[i + 1]; k++) {
      const at = starts[column[k]]++;
      turned.column[at] = i;
      turned.value[at] = value[k];
    }
  }
  return turned;
}

/** out += rows times right, right [width * units], out [size * units]; five sums at once, which stay in registers. */
export function times(
  { size, from, column, value }: Sparse,
  right: Float64Array,
  units: number,
  out: Float64Array,
): void {
  for (let i = 0; i < size; i++) {
    const start = from[i];
    const end = from[i + 1];
    let u = 0;
    for (; u + 5 <= units; u += 5) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      let e = 0;
      for (let k = start; k < end; k++) {
        const x = value[k];
        const at = column[k] * units + u;
        a += right[at] * x;
        b += right[at + 1] * x;
        c += right[at + 2] * x;
        d += right[at + 3] * x;
        e += right[at + 4] * x;
      }
      const at = i * units + u;
      out[at] += a;
      out[at + 1] += b;
      out[at + 2] += c;
      out[at + 3] += d;
      out[at + 4] += e;
    }
    for (; u < units; u++) {
      let sum = 0;
      for (let k = start; k < end; k++) sum += right[column[k] * units + u] * value[k];
      out[i * units + u] += sum;
    }
  }
}
