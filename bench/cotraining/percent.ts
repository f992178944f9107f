// Shares as texts.

/** 0.9432 as 94.3. */
export function percent(value: number): string {
  return (100 * value).toFixed(1);
}
