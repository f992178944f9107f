// A small notebook that every rule of the lint accepts.

export interface TestCell {
  cell_type: "code" | "markdown";
  id: string;
  source: string;
  metadata: { tags?: string[] };
  execution_count?: number | null;
  outputs?: object[];
}

export function prose(id: string, source: string): TestCell {
  return { cell_type: "markdown", id, source, metadata: {} };
}

export function code(id: string, source: string, ...tags: string[]): TestCell {
  const metadata = tags.length > 0 ? { tags } : {};
  return { cell_type: "code", id, source, metadata, execution_count: 1, outputs: [] };
}

/** A stored figure of one line, with this layout. */
export function figure(id: string, layout: object): TestCell {
  const named = { title: { text: "epoch" } };
  const json = { data: [{ type: "scatter" }], layout: { xaxis: named, yaxis: named, ...layout } };
  const data = { "application/vnd.plotly.v1+json": json, "image/svg+xml": "<svg/>" };
  return { ...code(id, "plot.lines()"), outputs: [{ output_type: "display_data", data }] };
}

export function good(): TestCell[] {
  return [
    prose("title", TITLE),
    code("import", 'import { check } from "taskweave";'),
    prose("question", "## The question\n\nDoes it help?"),
    prose("idea", "## The idea\n\nAdd."),
    prose("in-code", "## In code\n\nCall."),
    prose("figure", "## The figure\n\nLook."),
    figure("picture", {}),
    prose("see", "### What you should see"),
    code("checks", 'const a = 1;\ncheck("one", a === 1, { a });'),
    prose("fails", "## When it fails\n\nThere."),
    code("fails-code", 'check("not two", 1 < 2);'),
    prose("turn", TURN),
    code("turn-2", "1 // your code", "exercise"),
    prose("turn-2-solution", SOLUTION + "\n\n**3 · Build** (15 min). Three."),
    prose("turn-3-solution", SOLUTION),
    prose("remember", "## Remember\n\n- One.\n\n## Further\n\n- A book.\n\nNext: 06 →"),
  ];
}

const TITLE = `# 05 · Hard sharing            硬参数共享

> One encoder, many heads: fewer weights.

Time 25 min · runs in 40 s · before: 01, 03 · data: digits (1 797 images)

![Map of the course; this notebook's box is lit](../map/05.svg)`;

const TURN = `## Your turn

**1 · Predict** (2 min, no code). What?

<details><summary>Answer</summary>
That.
</details>

**2 · Change** (5 min). Two.`;

const SOLUTION = "<details><summary>Solution</summary>\n\n```ts\n# no heading\n2\n```\n</details>";
