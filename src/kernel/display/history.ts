// History: one row per task, the numbers of the first, the last and the best epoch.
import type { MimeBundle } from "../../notebook";
import type { History } from "../../training/history";
import { table } from "./table";

export function showHistory(value: unknown): MimeBundle | undefined {
  if (!isHistory(value)) return undefined;
  const { tasks, loss, validation, epochs, stopped, best, engine } = value;
  const rows = tasks.map((task) => [
    task,
    loss[task]?.[0] ?? "",
    loss[task]?.at(-1) ?? "",
    validation[task]?.[best] ?? "",
  ]);
  const head = ["task", "first loss", "last loss", "validation loss (best epoch)"];
  const note = `${epochs} epochs, stopped by ${stopped}, best epoch ${best + 1}, engine ${engine}`;
  return table({ head, rows, note });
}

function isHistory(value: unknown): value is History {
  const like = value as Partial<History> | null | undefined;
  return (
    typeof like === "object" &&
    like !== null &&
    Array.isArray(like.tasks) &&
    typeof like.stopped === "string" &&
    typeof like.loss === "object" &&
    typeof like.validation === "object"
  );
}
