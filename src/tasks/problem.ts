// What is wrong with target values, in words that name the row.

/** The first value that is neither right nor NaN (unlabelled), described with its row; undefined if there is none. */
export function firstWrong(
  values: ArrayLike<number>,
  width: number,
  right: (value: number, column: number) => boolean,
  words: (value: number) => string,
): string | undefined {
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]) || right(values[i], i % width)) continue;
    return `${words(values[i])}, at row ${Math.floor(i / width)}`;
  }
  return undefined;
}
