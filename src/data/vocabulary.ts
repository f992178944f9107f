// Words as numbers: 0 is padding, 1 a word outside the vocabulary, then the words by how many texts use them.

/** Words and their numbers. */
export type Vocabulary = ReadonlyMap<string, number>;

/** The words that occur in most texts, `size` numbers in all with 0 and 1; equals in alphabetical order. */
export function vocabularyOf(texts: readonly (readonly string[])[], size: number): Vocabulary {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of new Set(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const ordered = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return new Map(ordered.slice(0, size - 2).map(([word], i) => [word, i + 2]));
}

/** The first `length` words as numbers, filled up with 0. */
export function sequence(
  text: readonly string[],
  vocabulary: Vocabulary,
  length: number,
): number[] {
  return Array.from({ length }, (_, i) => (i < text.length ? (vocabulary.get(text[i]) ?? 1) : 0));
}

/** How often each number of the vocabulary, `size` in all, occurs in each text: one row of counts after another. */
export function bags(
  texts: readonly (readonly string[])[],
  vocabulary: Vocabulary,
  size: number,
): Float32Array {
  const counts = new Float32Array(texts.length * size);
  texts.forEach((text, row) => {
    for (const word of text) counts[row * size + (vocabulary.get(word) ?? 1)]++;
  });
  return counts;
}
