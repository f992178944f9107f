// Which notebooks a command line means: files as they are, folders searched.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, normalize } from "node:path";
import { expected } from "../errors";
import { isTranslation } from "./translation/place";

export interface FindOptions {
  /** Whether a folder also stands for the translations below it, which are made from its notebooks. Default false. */
  translations?: boolean;
}

/** The notebooks that files and folders stand for, in the order given, those of a folder by name, none twice. */
export function findNotebooks(
  paths: readonly string[],
  { translations = false }: FindOptions = {},
): string[] {
  const found = paths.flatMap((path) => notebooksAt(path, translations));
  return [...new Set(found.map(normalize))];
}

function notebooksAt(path: string, translations: boolean): string[] {
  if (!existsSync(path)) {
    throw expected("a notebook or a folder", `no "${path}"`, "Check the name.");
  }
  if (!statSync(path).isDirectory()) {
    if (path.endsWith(".ipynb")) return [path];
    throw expected("a notebook (.ipynb) or a folder", `the file "${path}"`, "Name a notebook.");
  }
  const found = search(path).filter((file) => translations || !isTranslation(file, path));
  if (found.length > 0) return found;
  throw expected("notebooks", `none in the folder "${path}"`, "Name a folder with .ipynb files.");
}

/** Hidden folders hold copies (.ipynb_checkpoints), node_modules holds others' work. */
function search(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith(".") && name !== "node_modules")
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return search(path);
      return entry.name.endsWith(".ipynb") ? [path] : [];
    });
}
