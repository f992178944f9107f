// Rules on exercises: a question and two cells to work in, each with a folded answer, which runs where it is code.
import { list } from "../../errors";
import { foldedCode, solutionId } from "../solutions/solutions";
import { finding, type CellView, type Finding, type View } from "./view";

export function* exercises({ cells }: View): Generator<Finding> {
  const turn = cells.filter(({ section }) => section === "Your turn");
  const all = cells.map(({ text, code }) => (code ? "" : text)).join("\n\n");
  const prose = /^## Your turn$([^]*?)(?=^## |(?![^]))/m.exec(all)?.[1] ?? "";
  const id = turn[0]?.id ?? "file";
  for (const [at, kind] of ["Predict", "Change", "Build"].entries()) {
    const [mine, next] = [at + 1, at + 2].map((n) =>
      prose.search(new RegExp(`^\\*\\*${n} · `, "m")),
    );
    const part = mine! < 0 ? "" : prose.slice(mine, next! < 0 ? undefined : next);
    if (!part.startsWith(`**${at + 1} · ${kind}**`))
      yield finding(id, `exercise ${at + 1}, "**${at + 1} · ${kind}**"`, "none", "Write it.");
    else if (!/<details><summary>(Answer|Solution)<\/summary>[^]*\S[^]*<\/details>/.test(part))
      yield finding(
        id,
        `a folded answer to exercise ${at + 1}`,
        "none",
        "Write <details><summary>Solution</summary>, an empty line, the solution, </details>.",
      );
  }
  for (const cell of turn.filter(({ code }) => code)) yield* exerciseCell(cell);
  yield* solutions(cells);
}

function* solutions(cells: readonly CellView[]): Generator<Finding> {
  for (const { id } of cells.filter(({ tags }) => tags.includes("exercise"))) {
    const solution = cells.find((cell) => cell.id === solutionId(id));
    if (foldedCode(solution?.text ?? "") === "")
      yield finding(
        id,
        `a solution that runs, in the cell "${solutionId(id)}"`,
        solution ? "one without code" : "no such cell",
        "Write a block ```ts in its <details>, with a check at its end.",
      );
  }
}

function* exerciseCell({ id, tags, text }: CellView): Generator<Finding> {
  if (!tags.includes("exercise") && !tags.includes("solution") && !/\bcheck\(/.test(text))
    yield finding(
      id,
      'the tag "exercise" on a cell to work in',
      list(tags),
      'Give the cell the metadata {"tags":["exercise"]}.',
    );
  if (tags.includes("exercise") && !/\/\/.*(your code|replace me)/.test(text))
    yield finding(
      id,
      'a comment "// your code" or "// replace me"',
      "none",
      "Say where the reader is to write.",
    );
}
