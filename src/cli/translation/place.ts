// Where translations lie: notebooks/course/05.ipynb is translated in notebooks/zh/course/05.md and 05.ipynb.
import { basename, dirname, join, resolve } from "node:path";

const LANGUAGE = "zh";

/** The file of an English notebook's prose, or of the notebook made with it. */
export function translationOf(file: string, ending: ".md" | ".ipynb"): string {
  const folder = dirname(resolve(file));
  return join(folder, "..", LANGUAGE, basename(folder), basename(file, ".ipynb") + ending);
}

/** Whether a notebook lies where translations do. Looks no higher than `below`, the folder that was named. */
export function isTranslation(file: string, below = ""): boolean {
  const folder = dirname(dirname(resolve(file)));
  return basename(folder) === LANGUAGE && folder !== resolve(below);
}
