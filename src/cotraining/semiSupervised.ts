// What methods for few labels ask of models and data before they start.
import { expected } from "../errors";
import type { Model } from "../models/model";
import { checkExamples, type Examples } from "../training/check";
import { checkHalfLabelled } from "./labels";

/** Throws unless models have the same single task, every class of it has a label, and some rows have none. */
export function checkFewLabels(models: readonly Model[], data: Examples): void {
  const names = new Set(models.flatMap(({ tasks }) => Object.keys(tasks)));
  if (names.size !== 1) {
    throw expected("models of one and the same task", `${names.size} tasks`, "Name a single one.");
  }
  for (const model of models) checkExamples(model, data);
  const [[name, { units }]] = Object.entries(models[0].tasks);
  checkHalfLabelled(Array.from(data.targets[name].dataSync()), units);
}

/** Throws unless a number lies in a range from `from` to below `below`. */
export function checkFrom(name: string, value: number, from: number, below: number): void {
  if (value >= from && value < below) return;
  const limits = below === Infinity ? `${from} or more` : `from ${from} to below ${below}`;
  throw expected(`${name} ${limits}`, String(value), "Correct it.");
}
