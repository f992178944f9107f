// The folded solutions of a notebook's exercises, as code that runs right after the exercise.
import { cellText, type Cell, type Notebook } from "../notebook";
import { solve } from "./solve";

export interface Solution {
  /** The id of the cell that holds the solution: "turn-2-solution". */
  id: string;
  /** What to run after the exercise. */
  code: string;
}

/** The cell that solves the exercise in the cell `id`. */
export function solutionId(id: string): string {
  return `${id}-solution`;
}

/** The code of the blocks ```ts in the folded parts of a text; empty where there is none. */
export function foldedCode(text: string): string {
  const folded = text.match(/<details>[^]*?<\/details>/g) ?? [];
  const blocks = folded.flatMap((part) => [...part.matchAll(/^```ts\n([^]*?)^```/gm)]);
  return blocks.map(([, code]) => code!.trim()).join("\n");
}

/**
 * The solutions by the id of their exercise: a code cell tagged `exercise`, followed anywhere by a Markdown cell of the same
 * id and "-solution". A solution in a code cell of its own (tagged `solution`) is a cell like any other.
 */
export function solutionsOf({ cells }: Notebook): Map<string, Solution> {
  const prose = new Map(cells.filter(isProse).map((cell) => [cell.id, cellText(cell)]));
  return new Map(
    cells.filter(isExercise).flatMap((cell): [string, Solution][] => {
      const id = solutionId(cell.id!);
      const folded = foldedCode(prose.get(id) ?? "");
      return folded === "" ? [] : [[cell.id!, { id, code: solve(cellText(cell), folded) }]];
    }),
  );
}

/** The notebook with a code cell for every folded solution, right behind its exercise and in place of its prose. */
export function withSolutions(notebook: Notebook): Notebook {
  const solutions = solutionsOf(notebook);
  const folded = new Set([...solutions.values()].map(({ id }) => id));
  const cells = notebook.cells
    .filter((cell) => !(isProse(cell) && folded.has(cell.id!)))
    .flatMap((cell) => {
      const solution = solutions.get(cell.id!);
      return solution ? [cell, asCell(solution)] : [cell];
    });
  return { ...notebook, cells };
}

function asCell({ id, code }: Solution): Cell {
  const metadata = { tags: ["solution"] };
  return { cell_type: "code", id, source: code, metadata, execution_count: null, outputs: [] };
}

function isProse({ cell_type }: Cell): boolean {
  return cell_type === "markdown";
}

function isExercise({ cell_type, id, metadata }: Cell): boolean {
  const tags = metadata.tags as string[] | undefined;
  return cell_type === "code" && id !== undefined && Boolean(tags?.includes("exercise"));
}
