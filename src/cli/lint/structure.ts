// Rules on what a notebook is made of: its first cell, its sections and its checks.
import { numberOf, SECTIONS, sectionsOf } from "./anatomy";
import { finding, type CellView, type Finding, type View } from "./view";

const HAN = /\p{Script=Han}/u;

/** The lines of the first cell, in order: what is wanted, how it is recognised, how it is mended. */
function headerLines(number: string, kind: "course" | "article") {
  const lines: [what: string, found: RegExp, todo: string][] = [
    [
      `the title "# ${number} · English name    中文名"`,
      new RegExp(`^# ${number} · .*\\S\\s{2,}.*\\p{Script=Han}`, "u"),
      "Write it as the first line; the number is the file's.",
    ],
    ["the aim in one sentence", /^> .{20,}$/m, 'Begin a line with "> ".'],
    [
      "the line of time, needs and data",
      /^Time \d+ min · runs in \d+ s · before: .+ · data: .+$/m,
      'Write "Time 25 min · runs in 30 s · before: 01, 03 · data: digits (...)".',
    ],
  ];
  if (kind === "course")
    lines.push([
      "the map with this notebook's box lit",
      new RegExp(`!\\[[^\\]]+\\]\\(\\.\\./map/${number}\\.svg\\)`),
      `Write ![Map of the course; this notebook's box is lit](../map/${number}.svg).`,
    ]);
  return lines;
}

export function* header({ name, cells }: View): Generator<Finding> {
  const named = numberOf(name);
  if (!named)
    return yield finding(
      "file",
      'a file name such as "05-hard-sharing" or "A003-hard-and-soft-sharing"',
      `"${name}"`,
      "Rename it: number, hyphen, words in small letters.",
    );
  const first = cells[0];
  if (!first || first.code)
    return yield finding("file", "a first cell of prose", "code", "Write the header above it.");
  for (const [what, pattern, todo] of headerLines(named.number, named.kind))
    if (!pattern.test(first.text)) yield finding(first.id, what, `"${start(first.text)}"`, todo);
}

export function* sections({ name, cells }: View): Generator<Finding> {
  const kind = numberOf(name)?.kind ?? "course";
  const wanted = sectionsOf(kind);
  const present = cells.flatMap(({ id, headings }) => headings.map((title) => ({ id, title })));
  let from = 0;
  for (const section of wanted) {
    const at = present.findIndex(({ title }, i) => i >= from && title === section);
    if (at >= 0) from = at + 1;
    else {
      const earlier = present.find(({ title }) => title === section);
      yield earlier
        ? finding(earlier.id, `"${section}" in its place`, "it too early", order(wanted))
        : finding("file", `the section "${section}"`, "none", order(wanted));
    }
  }
  const quoted = present.filter(({ title }) => HAN.test(title)).length;
  if (kind === "article" && quoted < 3)
    yield finding(
      "file",
      "the article's own headings in Chinese",
      `${quoted}`,
      'Quote them: "## 1.背景介绍 · Background".',
    );
}

/** The sections whose claims a check cell must assert. */
const CHECKED = ["What you should see", "When it fails"];

export function* checks({ cells }: View): Generator<Finding> {
  for (const section of CHECKED) {
    const inside = cells.slice(
      cells.findIndex(({ headings }) => headings.includes(section)),
      cells.findIndex(({ headings }) => headings.includes(nextOf(section))),
    );
    if (!inside.some(isCheck))
      yield finding(
        inside[0]?.id ?? "file",
        `a check cell in "${section}"`,
        "none",
        'Assert what the prose claims: check("sharing helps", a > b + 0.01, { a, b }).',
      );
  }
}

function isCheck({ code, text }: CellView): boolean {
  return code && /\bcheck\(/.test(text);
}

function nextOf(section: string): string {
  const names = Object.keys(SECTIONS);
  return names[names.indexOf(section) + 1]!;
}

function order(sections: readonly string[]): string {
  return `The order is ${sections.join(", ")}.`;
}

function start(text: string): string {
  return text.slice(0, 60).replace(/\s+/g, " ");
}
