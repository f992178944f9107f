// No method goes without the tests of what every method promises.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as w from "../../src/weighting";

/** What the tables of `inputs.ts` cannot hold, and why; another test of this folder has it. */
const ELSEWHERE: Record<string, string> = {
  fixed: "its weights are the caller's",
  krum: "it needs three tasks or more",
  every: "only holds what another method says",
  scaled: "only joins two other methods",
  aggregationOf: "only turns one interface into the other",
};
/** Not a method: scales a representation inside the network. */
const OTHER = ["dropRepresentation"];

const source = (name: string) => readFileSync(join(__dirname, name), "utf8");
const methods = Object.entries(w).flatMap(([name, value]) =>
  typeof value === "function" && !OTHER.includes(name) ? [name] : [],
);

test.each(methods)(
  "%s is in the tables of the property tests, or its own test says why",
  (name) => {
    const files = readdirSync(__dirname).filter((file) => file.endsWith(".test.ts"));
    const tests = name in ELSEWHERE ? files.map(source).join("") : source("inputs.ts");
    expect(tests.includes(`w.${name}(`)).toBe(true);
  },
);

test("there are as many as src/weighting/index.ts exports, and all that are excepted exist", () => {
  const index = readFileSync(join(__dirname, "../../src/weighting/index.ts"), "utf8");
  const exported = [...index.matchAll(/export \{([^}]*)\}/g)].flatMap(([, names]) =>
    names.split(",").map((name) => name.trim()),
  );
  const functions = exported.filter((name) => name !== "" && !name.startsWith("type "));
  expect([...methods, ...OTHER].sort()).toEqual(functions.sort());
  expect(methods).toEqual(expect.arrayContaining(Object.keys(ELSEWHERE)));
});
