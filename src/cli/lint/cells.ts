// Rules on single cells: their ids, length and rhythm, and what their text may not contain.
import { finding, type Finding, type View } from "./view";

/** What fits on a projected screen. */
export const MOST_LINES = 20;
/** Code cells a reader follows without a word between them. */
export const MOST_IN_A_ROW = 3;

export function* ids({ cells }: View): Generator<Finding> {
  const seen = new Set<string>();
  for (const { id } of cells) {
    if (seen.has(id)) yield finding(id, "every id once", "it twice", "Rename one of the cells.");
    seen.add(id);
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || /^[0-9a-f]{8}$|^cell-\d+$/.test(id))
      yield finding(
        id,
        'an id that says what the cell does, such as "few-labels"',
        `"${id}"`,
        "Translations are keyed by it: small letters, digits, hyphens.",
      );
  }
}

export function* lengths({ cells }: View): Generator<Finding> {
  for (const { id, code, text } of cells) {
    const lines = text.trim().split("\n").length;
    if (code && lines > MOST_LINES)
      yield finding(
        id,
        `at most ${MOST_LINES} lines in a code cell`,
        `${lines}`,
        "Split it where a sentence can say what has been reached.",
      );
  }
}

export function* walls({ cells }: View): Generator<Finding> {
  let row = 0;
  for (const { id, code } of cells) {
    row = code ? row + 1 : 0;
    if (row === MOST_IN_A_ROW + 1)
      yield finding(
        id,
        `prose after ${MOST_IN_A_ROW} code cells`,
        "one more code cell",
        "Say above it what the reader sees or what comes next.",
      );
  }
}

const FORBIDDEN: [found: RegExp, what: string, todo: string][] = [
  [
    /\bMath\s*\.\s*random\b/,
    "numbers from a seed",
    "Draw them with seeded(1), or normal(rng): a notebook gives the same numbers every time.",
  ],
  [
    /(?<![\w.:/])\/(home|root|Users|tmp|work|mnt|opt|usr|var)\/\w|\b[A-Z]:\\+(Users|Windows|Program)|file:\/\//,
    "no absolute path",
    "Name files from the notebook's folder, or load data by a function of the library.",
  ],
];

export function* forbidden({ cells }: View): Generator<Finding> {
  for (const { id, text, outputs } of cells) {
    const printed = outputs.map(
      ({ text, data }) => `${[text].flat().join("")}${data?.["text/plain"] ?? ""}`,
    );
    for (const part of [text, ...printed])
      for (const [pattern, what, todo] of FORBIDDEN) {
        const found = pattern.exec(part)?.[0];
        if (found) yield finding(id, what, `"${found}"`, todo);
      }
  }
}
