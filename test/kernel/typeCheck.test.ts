import { expect, it } from "vitest";
import { typeCheck } from "../../src/kernel/typeCheck";

const cells = (...codes: string[]) =>
  codes.map((code, at) => ({ name: `cell[${at + 1}].ts`, code }));

const codes = [
  "let n = 1;\nconst fs = await import('fs');",
  "n = 'two';",
  "const m: number = n;\nawait display(m);",
  "fs.nothing;\n",
];

it("finds what is wrong in any cell, knows the cells before it, and keeps notebooks apart", () => {
  const [problems, ...others] = typeCheck([cells(...codes), cells("let k = 1;"), cells("n")]);
  expect(problems!.map(({ name }) => name)).toEqual(["cell[2].ts", "cell[4].ts"]);
  expect(problems![0]!.message).toBe(
    "cell[2].ts:1:1 - error TS2322: Type 'string' is not assignable to type 'number'.\n" +
      "1 | n = 'two';\n" +
      "    ^",
  );
  expect(problems![1]!.message).toContain("Property 'nothing' does not exist");
  expect(others[0]).toEqual([]);
  expect(others[1]![0]!.message).toContain("Cannot find name 'n'");
});
