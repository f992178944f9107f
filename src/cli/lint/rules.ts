// All rules over one notebook, in the order in which a reader meets what they are about.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { readNotebook } from "../notebook";
import { forbidden, ids, lengths, walls } from "./cells";
import { exercises } from "./exercises";
import { axes, size, stored } from "./outputs";
import { shorthand } from "./shorthand";
import { checks, header, sections } from "./structure";
import { viewOf, type Finding, type Rule } from "./view";

const RULES: readonly Rule[] = [
  header,
  sections,
  checks,
  exercises,
  ids,
  lengths,
  walls,
  forbidden,
  shorthand,
  size,
  stored,
  axes,
];

/**
 * What is wrong with the notebook in a file, by the anatomy of our teaching notebooks (CONTRIBUTING.md). Nothing is run.
 *
 * @example
 * for (const { cell, message } of lint("notebooks/course/05-hard-sharing.ipynb")) console.log(cell, message);
 */
export function lint(file: string): Finding[] {
  const notebook = readNotebook(file);
  const view = viewOf(basename(file, ".ipynb"), notebook, readFileSync(file).length);
  return RULES.flatMap((rule) => [...rule(view)]);
}
