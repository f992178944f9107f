// A task made again from its plain-data description, when a saved model is loaded.
import { expected } from "../errors";
import { binary } from "./binary";
import { boxes } from "./boxes";
import { classification } from "./classification";
import { clustering } from "./clustering/clustering";
import { regression } from "./regression";
import type { Task, TaskSpec } from "./task";

/**
 * The task a spec describes: `taskFrom(classification(10).spec)` is classification(10) again.
 * RangeError for a kind this version does not know.
 *
 * @example
 * taskFrom({ kind: "regression", units: 2 }).target; // [2]
 */
export function taskFrom(spec: TaskSpec): Task {
  switch (spec.kind) {
    case "classification":
      return classification(spec.classes);
    case "binary":
      return binary();
    case "regression":
      return regression(spec.units);
    case "boxes":
      return boxes();
    case "clustering":
      return clustering(spec.clusters);
    default:
      throw expected(
        "a task of kind classification, binary, regression, boxes or clustering",
        JSON.stringify(spec),
        "Load it with the taskweave that saved it, or hand the tasks over yourself.",
      );
  }
}
