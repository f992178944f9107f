import { expect, it } from "vitest";
import { typeCheck } from "../../src/kernel/typeCheck";

it("finds what is wrong in any cell, and knows the cells before it", () => {
  const problems = typeCheck([
    "let n = 1;\nconst fs = await import('fs');",
    "n = 'two';",
    "const m: number = n;\nawait display(m);",
    "fs.nothing;\n",
  ]);
  expect(problems.map(({ cell }) => cell)).toEqual([2, 4]);
  expect(problems[0]!.message).toBe(
    "cell[2].ts:1:1 - error TS2322: Type 'string' is not assignable to type 'number'.\n" +
      "1 | n = 'two';\n" +
      "    ^",
  );
  expect(problems[1]!.message).toContain("Property 'nothing' does not exist");
});
