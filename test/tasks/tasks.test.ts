import { describe, expect, it } from "vitest";
import { binary } from "../../src/tasks/binary";
import { boxes } from "../../src/tasks/boxes";
import { classification } from "../../src/tasks/classification";
import { regression } from "../../src/tasks/regression";
import type { Task, TaskSpec } from "../../src/tasks/task";
import { taskFrom } from "../../src/tasks/taskFrom";

describe("tasks", () => {
  it.each<[Task, number, number[], string]>([
    [classification(10), 10, [], "accuracy"],
    [binary(), 1, [], "AUC"],
    [regression(), 1, [], "MAE"],
    [regression(3), 3, [3], "MAE"],
    [boxes(), 4, [4], "IoU"],
  ])("come back from their spec as they were, %#", (task, units, target, metric) => {
    const again = taskFrom(JSON.parse(JSON.stringify(task.spec)) as TaskSpec);
    expect([again.units, again.target, again.metric.name]).toEqual([units, target, metric]);
    expect(again.spec).toEqual(task.spec);
  });

  it("say which target is wrong, and pass over those that are missing", () => {
    expect(classification(10).problem?.([NaN, 9, 10])).toBe(
      "class 10, where classes are 0 to 9, at row 2",
    );
    expect(classification(3).problem?.([0.5])).toContain("class 0.5");
    expect(binary().problem?.([0, 1, -1])).toBe("label -1, where labels are 0 and 1, at row 2");
    expect(regression(2).problem?.([0, 1, 2, Infinity])).toBe("value Infinity, at row 1");
    expect(boxes().problem?.([-1, 0, 1, 1, 0, 0, -1, 1])).toContain("-1 in a box");
    expect(boxes().problem?.([-1, 0, 1, 1, 0, 0, -1, 1])).toContain("at row 1");
    const fine = [classification(2), binary(), regression(), boxes()];
    for (const task of fine) expect(task.problem?.([0, 1, NaN, 1])).toBeUndefined();
  });

  it("refuse sizes that make no sense", () => {
    expect(() => classification(1)).toThrow(
      "Expected two classes or more. Found 1. For a yes or no take binary().",
    );
    expect(() => regression(0)).toThrow(
      "Expected one unit or more. Found 0. Say how many numbers to predict.",
    );
    expect(() => taskFrom({ kind: "poetry" } as never)).toThrow(
      'Expected a task of kind classification, binary, regression, boxes or clustering. Found {"kind":"poetry"}.',
    );
  });
});
