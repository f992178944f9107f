// Markdown's emphasis has rules for spaces and punctuation that Chinese text breaks easily: "**对。**然后" shows its stars.
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findNotebooks } from "../../src/cli/find";
import { cellText, readNotebook } from "../../src/cli/notebook";
import { ROOT } from "../cli/cli";

const { render } = createRequire(join(ROOT, "site", "build.cjs"))("./markdown.cjs");

/** Pieces of the shown text, code left out, with stars that were meant as emphasis. */
function strayStars(markdown: string): string[] {
  const shown = render(markdown).html.replace(/<(pre|code)[^]*?<\/\1>/g, "");
  return shown.match(/.{0,12}(\*\*|\p{Script=Han}\*|\*\p{Script=Han}).{0,12}/gu) ?? [];
}

test("emphasis next to Chinese punctuation is found when it fails", () => {
  expect(strayStars("先**对。**然后")).toHaveLength(1);
  expect(strayStars("先**对**。然后 `2 ** 3` *θ\\**")).toEqual([]);
});

test("no Chinese notebook shows the stars of its emphasis", () => {
  const notebooks = findNotebooks([join(ROOT, "notebooks", "zh")]).map(readNotebook);
  const prose = notebooks
    .flatMap(({ cells }) => cells)
    .filter((cell) => cell.cell_type === "markdown");
  expect(prose.length).toBeGreaterThan(50);
  expect(prose.map(cellText).flatMap(strayStars)).toEqual([]);
});
