// Is a folder one of splits, as `--splits DIR` needs it? Says what is wrong before anything trains.
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expected, list } from "../../src/errors";
import { splitsOf, type Split } from "./problems";

/** The names of the data sets that have splits in the folder. RangeError for another folder, or a file of another form. */
export function checkSplits(folder: string, known: readonly string[]): string[] {
  const found = existsSync(folder) ? readdirSync(folder) : undefined;
  const names = found?.map((file) => basename(file, ".json")).filter((n) => known.includes(n));
  if (!names || names.length === 0) {
    throw expected(
      `a folder with ${list(known.map((name) => `${name}.json`))}, or some of them`,
      found ? `none of them in ${folder}` : `no folder ${folder}`,
      "Give one with files as in bench/data/cotraining/splits.",
    );
  }
  for (const name of names) check(join(folder, `${name}.json`), splitsOf(name, folder));
  return names;
}

function check(file: string, seeds: unknown): void {
  const wrong = (what: string) =>
    expected(
      "{ seeds: [{ seed, test: rows, train: rows, labeled: { budget: rows } }, ...] }",
      `${what} in ${file}`,
      "See bench/data/cotraining/README.md.",
    );
  if (!Array.isArray(seeds) || seeds.length === 0) throw wrong("no list of seeds");
  for (const [i, split] of (seeds as Partial<Split & { kinds: object }>[]).entries()) {
    if (!Number.isInteger(split?.seed)) throw wrong(`no seed in entry ${i}`);
    if (split.kinds) continue; // Clients have rows of their own.
    const { seed, test, train, labeled } = split;
    if (!rows(test) || !rows(train)) throw wrong(`seed ${seed} without rows for test or train`);
    const held = new Set(test);
    if (train.some((row) => held.has(row))) throw wrong(`seed ${seed} with a row in both parts`);
    const own = new Set(train);
    for (const [budget, some] of Object.entries(labeled ?? {})) {
      if (rows(some) && some.every((row) => own.has(row))) continue;
      throw wrong(`seed ${seed} with labels of budget ${budget} outside of train`);
    }
    if (!labeled) throw wrong(`seed ${seed} without labeled`);
  }
}

function rows(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((row) => Number.isInteger(row) && row >= 0)
  );
}
